package io.tollgate.auth.mfa;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.mfa.MfaClient.Answer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The session in which a factor was switched on was opened without it, and says so (ADR 41). */
@IntegrationTest
class EnrollingSessionTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private ApplicationContext context;

    @Test
    void keepsItsMethodsUntilItStepsUp() {
        MfaClient client = new MfaClient(context, http);
        TestUser user = client.signUp();
        Answer login = client.login(user).expect(200);
        String secret =
                client.post("/mfa/totp", login.text("token"), null).expect(200).text("secret");
        client.post("/mfa/totp/confirm", login.text("token"), Map.of("code", client.nextCode(secret)))
                .expect(200);

        Answer refreshed = client.post("/refresh-token", null, Map.of("refresh_token", login.text("refresh_token")))
                .expect(200);
        assertThat(methods(refreshed)).containsExactly("pwd");

        Answer steppedUp = client.post(
                        "/sessions/step-up", refreshed.text("token"), Map.of("code", client.nextCode(secret)))
                .expect(200);
        assertThat(methods(steppedUp)).containsExactly("pwd", "otp", "mfa");
        assertThat(client.refresh(refreshed.text("refresh_token"))).isEqualTo(401);
        Answer again = client.post("/refresh-token", null, Map.of("refresh_token", steppedUp.text("refresh_token")))
                .expect(200);
        assertThat(methods(again)).containsExactly("pwd", "otp", "mfa");
    }

    /** It was opened without the factor, and so was every copy of it. */
    @Test
    void doesNothingSensitiveUntilItStepsUp() {
        MfaClient client = new MfaClient(context, http);
        TestUser user = client.signUp();
        String secret = client.post("/mfa/totp", user.token(), null).expect(200).text("secret");
        client.post("/mfa/totp/confirm", user.token(), Map.of("code", client.nextCode(secret)))
                .expect(200);
        Map<String, String> code = Map.of("code", client.nextCode(secret));
        refuse(client.send(HttpMethod.DELETE, "/mfa/totp", user.token(), code));
        refuse(client.post("/mfa/recovery-codes", user.token(), code));
        refuse(client.post(
                "/me/email", user.token(), Map.of("email", "x" + user.user().email())));
        refuse(client.post("/passkeys/registration/options", user.token(), null));
        refuse(client.send(HttpMethod.GET, "/me/export", user.token(), null));
        refuse(client.post("/deactivate", user.token(), Map.of("password", MfaClient.PASSWORD)));
        refuse(client.post(
                "/change-password",
                user.token(),
                Map.of("old_password", MfaClient.PASSWORD, "new_password", "another sentence, quite odd")));

        String steppedUp =
                client.post("/sessions/step-up", user.token(), code).expect(200).text("token");
        client.post(
                        "/change-password",
                        steppedUp,
                        Map.of("old_password", MfaClient.PASSWORD, "new_password", "another sentence, quite odd"))
                .expect(200);
    }

    private static void refuse(Answer answer) {
        assertThat(answer.expect(403).code()).isEqualTo("reauthentication_required");
        assertThat(answer.headers().getFirst("WWW-Authenticate")).contains("insufficient_user_authentication");
    }

    private static List<String> methods(Answer answer) {
        byte[] claims = Base64.getUrlDecoder().decode(answer.text("token").split("\\.")[1]);
        return JsonMapper.shared()
                .readTree(claims)
                .get("amr")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }
}
