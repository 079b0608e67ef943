package io.tollgate.auth.mfa;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.auth.mfa.MfaClient.Answer;
import io.tollgate.auth.mfa.MfaClient.Enrolled;
import io.tollgate.auth.token.ForgedClaims;
import io.tollgate.platform.secret.KeyName;
import io.tollgate.platform.time.Secrets;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@IntegrationTest
class RecoveryCodesTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private DatabaseClient db;

    private MfaClient client;
    private Enrolled ada;
    private RecoveryCodeHolder holder;

    @BeforeEach
    void enrol() {
        client = new MfaClient(context, http);
        ada = client.enrolled();
        holder = new RecoveryCodeHolder(client, ada);
    }

    @Test
    void standInForTheAppOnceEach() throws ParseException {
        Answer in = holder.use(ada.recoveryCodes().getFirst()).expect(200);
        assertThat(ForgedClaims.of(in.text("token")).getStringListClaim("amr"))
                .containsExactly("pwd", "recovery", "mfa");
        holder.use(ada.recoveryCodes().getFirst()).expect(401);
        holder.use(ada.recoveryCodes().getLast()).expect(200);
        assertThat(holder.left()).isEqualTo(8);
        assertThat(client.outcomes("mfa.recovery_code_used", ada.user())).isEqualTo(Map.of("success", 2L));
    }

    @Test
    void areTakenInEverySpelling() {
        holder.use(ada.recoveryCodes().get(0).toUpperCase(Locale.ROOT)).expect(200);
        holder.use(ada.recoveryCodes().get(1).replace("-", "")).expect(200);
        holder.use("  " + ada.recoveryCodes().get(2).replace('-', ' ')).expect(200);
    }

    @Test
    void openOneSessionHoweverOftenOneIsSubmitted() {
        String code = ada.recoveryCodes().getFirst();
        List<String> tokens =
                IntStream.range(0, 8).mapToObj(_ -> client.mfaToken(ada.user())).toList();
        List<Integer> logins = Together.calls(
                8, i -> client.complete(tokens.get(i), "recovery_code", code).status());
        assertThat(logins).filteredOn(status -> status == 200).hasSize(1);
        assertThat(client.liveSessions(ada.user())).isEqualTo(2);
        assertThat(holder.left()).isEqualTo(9);
    }

    /** Below the lock, which would hide it. */
    @Test
    void areUsedUpByOneStatement() {
        RecoveryCodeRepository codes = context.getBean(RecoveryCodeRepository.class);
        String code = ada.recoveryCodes().getFirst();
        List<Boolean> used = Together.calls(
                20, _ -> codes.use(ada.user().id(), code, UUID.randomUUID()).block());
        assertThat(used).filteredOn(Boolean::booleanValue).hasSize(1);
    }

    /** Spoilt in one row: the others stand in as before. */
    @Test
    void areNotLostWithOneThatCannotBeRead() {
        client.execute("""
                update recovery_codes set code_hash = set_byte(code_hash, 30, get_byte(code_hash, 30) # 1)
                where user_id = :id and code_hash = (select min(code_hash) from recovery_codes where user_id = :id)""", ada.user());
        RecoveryCodeRepository codes = context.getBean(RecoveryCodeRepository.class);
        List<Boolean> used = ada.recoveryCodes().stream()
                .map(code -> codes.use(ada.user().id(), code, UUID.randomUUID()).block())
                .toList();
        assertThat(used).hasSize(10).filteredOn(Boolean::booleanValue).hasSize(9);
    }

    @Test
    void tellTheOwnerWhenOneIsUsed() {
        holder.use(ada.recoveryCodes().getFirst()).expect(200);
        Mailbox.Received mail = Mailbox.of(ada.user().user().email()).await(2).stream()
                .filter(received -> received.subject().equals("A recovery code was used"))
                .findFirst()
                .orElseThrow();
        assertThat(mail.text())
                .contains("You have 9 left")
                .doesNotContain(ada.recoveryCodes().getFirst());
    }

    @Test
    void areNotOfferedWhenNoneIsLeft() {
        client.execute("update recovery_codes set used_at = now() where user_id = :id", ada.user());
        assertThat(client.login(ada.user()).body().get("methods").toString()).isEqualTo("[\"totp\"]");
    }

    @Test
    void areStoredUnreadably() {
        List<String> stored = hashes();
        assertThat(stored).hasSize(10).allMatch(hash -> hash.startsWith(KeyName.FIRST));
        for (String code : ada.recoveryCodes()) {
            String normal = RecoveryCode.normalise(code);
            for (String plain : List.of(normal, ada.user().id() + ":" + normal)) {
                byte[] digest = Secrets.sha256(plain);
                String twice = HexFormat.of()
                        .formatHex(HexFormat.of().formatHex(digest).getBytes(StandardCharsets.US_ASCII));
                assertThat(stored)
                        .noneMatch(hash -> hash.contains(HexFormat.of().formatHex(digest)) || hash.contains(twice));
            }
        }
    }

    private List<String> hashes() {
        return db.sql("select encode(code_hash, 'hex') from recovery_codes where user_id = :id")
                .bind("id", ada.user().id())
                .mapValue(String.class)
                .all()
                .collectList()
                .block();
    }
}
