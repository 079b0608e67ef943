package io.tollgate.auth.mfa;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.mfa.MfaClient.Answer;
import io.tollgate.auth.mfa.MfaClient.Enrolled;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
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
        Enrolled ada = client.enrol(new TestUser(user.user(), user.session(), login.text("token")));

        Answer refreshed = client.post("/refresh-token", null, Map.of("refresh_token", login.text("refresh_token")))
                .expect(200);
        assertThat(methods(refreshed)).containsExactly("pwd");

        Answer steppedUp = client.post(
                        "/sessions/step-up", refreshed.text("token"), Map.of("code", client.nextCode(ada.secret())))
                .expect(200);
        assertThat(methods(steppedUp)).containsExactly("pwd", "otp", "mfa");
        assertThat(client.refresh(refreshed.text("refresh_token"))).isEqualTo(401);
        Answer again = client.post("/refresh-token", null, Map.of("refresh_token", steppedUp.text("refresh_token")))
                .expect(200);
        assertThat(methods(again)).containsExactly("pwd", "otp", "mfa");
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
