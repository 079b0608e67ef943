package io.tollgate.auth.stepup;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.mfa.MfaClient;
import io.tollgate.auth.mfa.MfaClient.Answer;
import io.tollgate.auth.mfa.MfaClient.Enrolled;
import io.tollgate.auth.mfa.Together;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;

/** A stolen session is no second place for guessing: what is tried in it counts as at the login, and the other way round. */
@IntegrationTest
class StepUpGuessingTest {

    private static final int MAX_FAILURES = 50;

    @Autowired
    private WebTestClient http;

    @Autowired
    private ApplicationContext context;

    private MfaClient client;

    @BeforeEach
    void client() {
        client = new MfaClient(context, http);
    }

    @Test
    void countsPasswordsTogetherWithTheLogin() {
        TestUser user = client.signUp();
        assertThat(guess(user, Map.of("password", "not this one"))).containsOnly(403);
        refused(stepUp(user, Map.of("password", MfaClient.PASSWORD)));
        refused(client.login(user));
    }

    @Test
    void countsSecondFactorsTogetherWithTheLogin() {
        Enrolled ada = client.enrolled();
        String token = client.mfaToken(ada.user());
        assertThat(guess(ada.user(), Map.of("code", client.wrongCode(ada.secret()))))
                .containsOnly(403);
        refused(client.complete(token, "totp", client.nextCode(ada.secret())));
        refused(client.send(
                HttpMethod.DELETE, "/mfa/totp", ada.user().token(), Map.of("code", client.nextCode(ada.secret()))));
        client.login(ada.user()).expect(200);
    }

    private List<Integer> guess(TestUser user, Map<String, String> wrong) {
        return Together.calls(MAX_FAILURES, _ -> stepUp(user, wrong).status());
    }

    private Answer stepUp(TestUser user, Map<String, String> shown) {
        return client.post("/sessions/step-up", user.token(), shown);
    }

    private static void refused(Answer answer) {
        assertThat(answer.expect(429).code()).isEqualTo("rate_limited");
        assertThat(answer.headers().getFirst(HttpHeaders.RETRY_AFTER)).isNotNull();
    }
}
