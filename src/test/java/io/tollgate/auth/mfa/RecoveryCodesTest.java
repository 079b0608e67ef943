package io.tollgate.auth.mfa;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.mfa.MfaClient.Answer;
import io.tollgate.auth.mfa.MfaClient.Enrolled;
import io.tollgate.auth.token.ForgedClaims;
import io.tollgate.platform.time.Secrets;
import java.text.ParseException;
import java.util.ArrayList;
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
import org.springframework.http.HttpMethod;
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

    @BeforeEach
    void enrol() {
        client = new MfaClient(context, http);
        ada = client.enrolled();
    }

    @Test
    void standInForTheAppOnceEach() throws ParseException {
        Answer in = use(ada.recoveryCodes().getFirst()).expect(200);
        assertThat(ForgedClaims.of(in.text("token")).getStringListClaim("amr"))
                .containsExactly("pwd", "recovery", "mfa");
        use(ada.recoveryCodes().getFirst()).expect(401);
        use(ada.recoveryCodes().getLast()).expect(200);
        assertThat(left()).isEqualTo(8);
        assertThat(client.outcomes("mfa.recovery_code_used", ada.user())).isEqualTo(Map.of("success", 2L));
    }

    @Test
    void areTakenInEverySpelling() {
        use(ada.recoveryCodes().get(0).toUpperCase(Locale.ROOT)).expect(200);
        use(ada.recoveryCodes().get(1).replace("-", "")).expect(200);
        use("  " + ada.recoveryCodes().get(2).replace('-', ' ')).expect(200);
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
        assertThat(left()).isEqualTo(9);
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

    @Test
    void tellTheOwnerWhenOneIsUsed() {
        use(ada.recoveryCodes().getFirst()).expect(200);
        Mailbox.Received mail = Mailbox.of(ada.user().user().email()).await(2).stream()
                .filter(received -> received.subject().equals("A recovery code was used"))
                .findFirst()
                .orElseThrow();
        assertThat(mail.text())
                .contains("You have 9 left")
                .doesNotContain(ada.recoveryCodes().getFirst());
    }

    @Test
    void areReplacedAllAtOnce() {
        Answer answer = replace(Map.of("code", client.nextCode(ada.secret()))).expect(200);
        assertThat(answer.headers().getCacheControl()).isEqualTo("no-store");
        List<String> fresh = codesIn(answer);
        assertThat(fresh).hasSize(10).doesNotContainAnyElementsOf(ada.recoveryCodes());
        use(ada.recoveryCodes().getFirst()).expect(401);
        use(fresh.getFirst()).expect(200);
        assertThat(left()).isEqualTo(9);
        assertThat(client.outcomes("mfa.recovery_codes_replaced", ada.user())).isEqualTo(Map.of("success", 1L));
        assertThat(Mailbox.of(ada.user().user().email()).await(2))
                .extracting(Mailbox.Received::subject)
                .contains("New recovery codes");
    }

    @Test
    void areTenHoweverOftenTheyAreReplacedAtOnce() {
        Map<String, String> code = Map.of("code", client.nextCode(ada.secret()));
        List<Answer> answers = Together.calls(5, _ -> replace(code));
        List<Answer> done =
                answers.stream().filter(answer -> answer.status() == 200).toList();
        assertThat(done).hasSize(1);
        assertThat(left()).isEqualTo(10);
        use(codesIn(done.getFirst()).getFirst()).expect(200);
    }

    /** A stolen session, however fresh, would make ten second factors of itself. */
    @Test
    void areNotGivenForASessionAlone() {
        assertThat(client.post("/mfa/recovery-codes", ada.user().token(), null).status())
                .isEqualTo(415);
        for (Map<String, String> wrong : List.of(
                Map.<String, String>of(),
                Map.of("code", client.wrongCode(ada.secret())),
                Map.of("method", "pwd", "code", MfaClient.PASSWORD))) {
            assertThat(replace(wrong).expect(403).code()).isEqualTo("mfa_code_invalid");
        }
        assertThat(client.outcomes("mfa.recovery_codes_replaced", ada.user()))
                .isEqualTo(Map.of("wrong_second_factor", 3L));
        use(ada.recoveryCodes().getFirst()).expect(200);
    }

    /** Whoever saw one code of the app over a shoulder must not get the factor switched off by it. */
    @Test
    void proveNothingInTheSessionTheyWereMadeIn() {
        List<String> fresh = codesIn(replace(Map.of(
                        "method", "recovery_code", "code", ada.recoveryCodes().getFirst()))
                .expect(200));
        Map<String, String> shown = Map.of("method", "recovery_code", "code", fresh.getFirst());
        client.send(HttpMethod.DELETE, "/mfa/totp", ada.user().token(), shown).expect(403);
        client.post("/sessions/step-up", ada.user().token(), shown).expect(403);
        replace(shown).expect(403);
        assertThat(left()).isEqualTo(10);
        use(fresh.getFirst()).expect(200);
    }

    @Test
    void areNotGivenToWhoHasNothingTheyCouldStandInFor() {
        TestUser plain = client.signUp();
        assertThat(client.post("/mfa/recovery-codes", plain.token(), Map.of("code", "123456"))
                        .expect(409)
                        .code())
                .isEqualTo("mfa_not_enabled");
        assertThat(client.outcomes("mfa.recovery_codes_replaced", plain)).isEqualTo(Map.of("not_enabled", 1L));
    }

    @Test
    void areNotOfferedWhenNoneIsLeft() {
        client.execute("update recovery_codes set used_at = now() where user_id = :id", ada.user());
        assertThat(client.login(ada.user()).body().get("methods").toString()).isEqualTo("[\"totp\"]");
    }

    @Test
    void areStoredUnreadably() {
        List<String> stored = hashes();
        assertThat(stored).hasSize(10).allMatch(hash -> hash.length() == 64);
        for (String code : ada.recoveryCodes()) {
            String plain = HexFormat.of().formatHex(Secrets.sha256(RecoveryCode.normalise(code)));
            assertThat(stored).doesNotContain(plain);
        }
    }

    private Answer replace(Map<String, String> proof) {
        return client.post("/mfa/recovery-codes", ada.user().token(), proof);
    }

    private Answer use(String code) {
        return client.complete(client.mfaToken(ada.user()), "recovery_code", code);
    }

    private long left() {
        return client.send(HttpMethod.GET, "/mfa", ada.user().token(), null)
                .expect(200)
                .body()
                .get("recovery_codes_left")
                .asLong();
    }

    private static List<String> codesIn(Answer answer) {
        List<String> codes = new ArrayList<>();
        answer.body().get("recovery_codes").forEach(code -> codes.add(code.asString()));
        return codes;
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
