package io.tollgate.auth.stepup;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.mfa.MfaClient;
import io.tollgate.auth.mfa.MfaClient.Answer;
import io.tollgate.auth.token.ForgedClaims;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Who cannot step up, and how. */
@IntegrationTest
class StepUpRefusalTest {

    private static final Map<String, String> PASSWORD = Map.of("password", MfaClient.PASSWORD);

    @Autowired
    private WebTestClient http;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private MutableClock clock;

    private MfaClient client;

    @BeforeEach
    void client() {
        client = new MfaClient(context, http);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong", " ", "\u0000", "' or 1=1 --", "１２３"})
    void refusesAWrongPasswordAndKeepsTheSession(String wrong) {
        TestUser user = client.signUp();
        assertThat(stepUp(user.token(), Map.of("password", wrong)).expect(403).code())
                .isEqualTo("step_up_refused");
        assertThat(client.me(user.token())).isEqualTo(200);
        assertThat(client.outcomes("session.stepped_up", user)).isEqualTo(Map.of("wrong_proof", 1L));
    }

    @Test
    void stopsLookingAfterTenWrongPasswords() {
        TestUser user = client.signUp();
        for (int i = 0; i < 10; i++) {
            stepUp(user.token(), Map.of("password", "wrong " + i)).expect(403);
        }
        assertThat(stepUp(user.token(), PASSWORD).expect(403).code()).isEqualTo("step_up_refused");
        clock.advance(Duration.ofMinutes(14));
        stepUp(testUsers.again(user).token(), PASSWORD).expect(403);
        clock.advance(Duration.ofMinutes(2));
        stepUp(testUsers.again(user).token(), PASSWORD).expect(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"password\":1}", "{\"password\":\"\"}", "{\"passwort\":\"x\"}", "{\"password\":{}}"})
    void refusesBodiesThatAreNotOfTheRequest(String json) {
        TestUser user = client.signUp();
        client.send(HttpMethod.POST, "/sessions/step-up", user.token(), json).expect(422);
    }

    @Test
    void isNotForWhoActsInAnothersPlace() {
        TestUser user = client.signUp();
        String acting = ForgedClaims.actingFor(context, user, testUsers.admin().id());
        assertThat(stepUp(acting, PASSWORD).expect(403).code()).isEqualTo("forbidden");
        assertThat(client.me(user.token())).isEqualTo(200);
    }

    @Test
    void isNotForWhoIsNotSignedInOrNoLongerActive() {
        stepUp(null, PASSWORD).expect(401);
        stepUp("nonsense", PASSWORD).expect(401);
        TestUser user = client.signUp();
        client.execute("update users set is_active = false where id = :id", user);
        stepUp(user.token(), PASSWORD).expect(403);
    }

    private Answer stepUp(String token, Map<String, String> body) {
        return client.post("/sessions/step-up", token, body);
    }
}
