package io.tollgate.auth.mfa;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.mfa.MfaClient.Answer;
import io.tollgate.auth.mfa.MfaClient.Enrolled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;

@IntegrationTest
class RecoveryCodeReplacementTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private ApplicationContext context;

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
    void areReplacedAllAtOnce() {
        Answer answer = replace(Map.of("code", client.nextCode(ada.secret()))).expect(200);
        assertThat(answer.headers().getCacheControl()).isEqualTo("no-store");
        List<String> fresh = codesIn(answer);
        assertThat(fresh).hasSize(10).doesNotContainAnyElementsOf(ada.recoveryCodes());
        holder.use(ada.recoveryCodes().getFirst()).expect(401);
        holder.use(fresh.getFirst()).expect(200);
        assertThat(holder.left()).isEqualTo(9);
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
        assertThat(holder.left()).isEqualTo(10);
        holder.use(codesIn(done.getFirst()).getFirst()).expect(200);
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
        holder.use(ada.recoveryCodes().getFirst()).expect(200);
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
        assertThat(holder.left()).isEqualTo(10);
        holder.use(fresh.getFirst()).expect(200);
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

    private Answer replace(Map<String, String> proof) {
        return client.post("/mfa/recovery-codes", ada.user().token(), proof);
    }

    private static List<String> codesIn(Answer answer) {
        List<String> codes = new ArrayList<>();
        answer.body().get("recovery_codes").forEach(code -> codes.add(code.asString()));
        return codes;
    }
}
