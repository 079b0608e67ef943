package io.tollgate.auth.mfa;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
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

@IntegrationTest
class TotpRefusalsTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private MutableClock clock;

    private MfaClient client;
    private TestUser user;

    @BeforeEach
    void signUp() {
        client = new MfaClient(context, http);
        user = client.signUp();
    }

    @Test
    void refusesAnotherAppWhileOneIsOn() {
        user = client.enrol(user).user();
        assertThat(begin(user).expect(409).code()).isEqualTo("mfa_already_enabled");
        assertThat(confirm(user, "123456").expect(409).code()).isEqualTo("mfa_already_enabled");
        assertThat(client.outcomes("mfa.totp_begun", user)).isEqualTo(Map.of("success", 1L, "refused", 1L));
    }

    @Test
    void waitsAQuarterOfAnHourForTheCode() {
        String secret = begin(user).text("secret");
        clock.advance(Duration.ofMinutes(15).plusSeconds(1));
        TestUser again = testUsers.again(user);
        assertThat(confirm(again, client.codeOf(secret, 0)).expect(403).code()).isEqualTo("mfa_code_invalid");
        assertThat(mfa(again).body().get("enabled").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "000000x", "12345", "１２３４５６", "' or 1=1 --", "\u0000", "%00", "{}"})
    void refusesWhatIsNoCode(String typed) {
        begin(user).expect(200);
        assertThat(confirm(user, typed).expect(403).code()).isEqualTo("mfa_code_invalid");
        assertThat(client.outcomes("mfa.totp_enabled", user)).isEqualTo(Map.of("refused", 1L));
    }

    @Test
    void refusesBodiesThatAreNone() {
        begin(user).expect(200);
        confirmWith("{}", 422);
        confirmWith("{\"code\":123456}", 422);
        confirmWith("{\"code\":null}", 422);
        confirmWith("{\"code\":[\"123456\"]}", 422);
        confirmWith("{\"code\":\"" + "1".repeat(65) + "\"}", 422);
        confirmWith("{\"code\":\"123456\",\"user_id\":\"x\"}", 422);
        confirmWith("{", 400);
        confirmWith("null", 400);
        confirmWith("", 400);
    }

    @Test
    void wantsAnActiveUserWhoLoggedInAShortWhileAgo() {
        assertThat(client.post("/mfa/totp", null, null).status()).isEqualTo(401);
        assertThat(begin(testUsers.unverified()).expect(403).code()).isEqualTo("account_not_active");
        assertThat(begin(testUsers.deactivated()).expect(403).code()).isEqualTo("account_not_active");
        String acting = ForgedClaims.actingFor(context, user, testUsers.admin().id());
        assertThat(client.post("/mfa/totp", acting, null).expect(403).code()).isEqualTo("forbidden");
        assertThat(client.post("/mfa/recovery-codes", acting, null).expect(403).code())
                .isEqualTo("forbidden");
        String stale = ForgedClaims.ofALoginAgo(context, user, Duration.ofMinutes(16));
        assertThat(client.post("/mfa/totp", stale, null).expect(403).code()).isEqualTo("reauthentication_required");
        assertThat(client.post("/mfa/recovery-codes", stale, null).expect(403).code())
                .isEqualTo("reauthentication_required");
        assertThat(client.send(HttpMethod.DELETE, "/mfa/totp", stale, Map.of("code", "123456"))
                        .expect(403)
                        .code())
                .isEqualTo("reauthentication_required");
    }

    private Answer begin(TestUser who) {
        return client.post("/mfa/totp", who.token(), null);
    }

    private Answer confirm(TestUser who, String code) {
        return client.post("/mfa/totp/confirm", who.token(), Map.of("code", code));
    }

    private void confirmWith(String json, int status) {
        Answer answer = client.send(HttpMethod.POST, "/mfa/totp/confirm", user.token(), json);
        assertThat(answer.status()).as(json).isEqualTo(status);
    }

    private Answer mfa(TestUser who) {
        return client.send(HttpMethod.GET, "/mfa", who.token(), null).expect(200);
    }
}
