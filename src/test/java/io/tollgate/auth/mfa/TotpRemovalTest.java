package io.tollgate.auth.mfa;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.auth.mfa.MfaClient.Answer;
import io.tollgate.auth.mfa.MfaClient.Enrolled;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;

@IntegrationTest
class TotpRemovalTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private ApplicationContext context;

    private MfaClient client;
    private Enrolled ada;

    @BeforeEach
    void enrol() {
        client = new MfaClient(context, http);
        ada = client.enrolled();
    }

    @Test
    void takesACodeOfTheApp() {
        Answer other = client.complete(client.mfaToken(ada.user()), "totp", client.nextCode(ada.secret()))
                .expect(200);
        remove(Map.of("code", client.nextCode(ada.secret()))).expect(204);
        Answer shown = client.send(HttpMethod.GET, "/mfa", ada.user().token(), null);
        assertThat(shown.body().get("enabled").asBoolean()).isFalse();
        assertThat(shown.body().get("methods").isEmpty()).isTrue();
        assertThat(shown.body().get("recovery_codes_left").asLong()).isZero();
        assertThat(client.me(ada.user().token())).isEqualTo(200);
        assertThat(client.me(other.text("token"))).isEqualTo(401);
        assertThat(client.login(ada.user()).expect(200).body().has("token")).isTrue();
        assertThat(client.outcomes("mfa.totp_disabled", ada.user())).isEqualTo(Map.of("success", 1L));
        assertThat(Mailbox.of(ada.user().user().email()).await(2))
                .extracting(Mailbox.Received::subject)
                .contains("An authenticator app was removed");
    }

    @Test
    void takesARecoveryCodeForWhoHasLostTheApp() {
        remove(Map.of("method", "recovery_code", "code", ada.recoveryCodes().getFirst()))
                .expect(204);
        assertThat(client.login(ada.user()).expect(200).body().has("token")).isTrue();
    }

    @Test
    void takesNothingElse() {
        Enrolled other = client.enrolled();
        for (Map<String, String> wrong : List.of(
                Map.<String, String>of(),
                Map.of("code", ""),
                Map.of("code", client.wrongCode(ada.secret())),
                Map.of("code", client.codeOf(other.secret(), 0)),
                Map.of("method", "recovery_code", "code", other.recoveryCodes().getFirst()),
                Map.of("method", "pwd", "code", MfaClient.PASSWORD))) {
            assertThat(remove(wrong).expect(403).code()).isEqualTo("mfa_code_invalid");
        }
        assertThat(client.login(ada.user()).expect(200).body().has("mfa_token")).isTrue();
        assertThat(client.liveSessions(ada.user())).isEqualTo(1);
    }

    @Test
    void happensOnceHoweverOftenItIsAskedFor() {
        String code = client.nextCode(ada.secret());
        List<Integer> statuses =
                Together.calls(20, _ -> remove(Map.of("code", code)).status());
        assertThat(statuses).filteredOn(status -> status == 204).hasSize(1);
        assertThat(statuses).allMatch(status -> status == 204 || status == 403 || status == 409);
        assertThat(client.outcomes("mfa.totp_disabled", ada.user())).containsEntry("success", 1L);
    }

    @Test
    void isRefusedWhereThereIsNone() {
        remove(Map.of("code", client.nextCode(ada.secret()))).expect(204);
        assertThat(remove(Map.of("code", "123456")).expect(409).code()).isEqualTo("mfa_not_enabled");
    }

    private Answer remove(Map<String, String> body) {
        return client.send(HttpMethod.DELETE, "/mfa/totp", ada.user().token(), body);
    }
}
