package io.tollgate.auth.mfa;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.mfa.MfaClient.Answer;
import io.tollgate.auth.mfa.MfaClient.Enrolled;
import io.tollgate.auth.token.ForgedClaims;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@IntegrationTest
class MfaLoginTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private MutableClock clock;

    private MfaClient client;
    private Enrolled ada;

    @BeforeEach
    void enrol() {
        client = new MfaClient(context, http);
        ada = client.enrolled();
    }

    @Test
    void asksForASecondFactorInsteadOfGivingTokens() {
        Answer answer = client.login(ada.user()).expect(200);
        assertThat(answer.body().propertyNames()).containsExactly("mfa_required", "mfa_token", "methods", "expires_in");
        assertThat(answer.body().get("mfa_required").asBoolean()).isTrue();
        assertThat(answer.text("mfa_token")).matches("[A-Za-z0-9_-]{43}");
        assertThat(answer.body().get("methods").toString()).isEqualTo("[\"totp\",\"recovery_code\"]");
        assertThat(answer.body().get("expires_in").asLong()).isEqualTo(300);
        assertThat(answer.headers().getCacheControl()).isEqualTo("no-store");
        assertThat(answer.headers().getFirst(HttpHeaders.SET_COOKIE)).isNull();
        assertThat(client.liveSessions(ada.user())).isEqualTo(1);
        assertThat(client.outcomes("login", ada.user())).isEqualTo(Map.of("second_factor_wanted", 1L));
    }

    @Test
    void opensASessionForBothFactors() throws ParseException {
        long begun = clock.instant().getEpochSecond();
        Answer answer = complete(client.mfaToken(ada.user()), client.nextCode(ada.secret()))
                .expect(200);
        assertThat(answer.body().propertyNames()).containsExactly("token", "refresh_token", "type", "user");
        assertThat(answer.headers().getCacheControl()).isEqualTo("no-store");
        JWTClaimsSet claims = ForgedClaims.of(answer.text("token"));
        assertThat(claims.getStringListClaim("amr")).containsExactly("pwd", "otp", "mfa");
        assertThat(claims.getLongClaim("auth_time"))
                .isBetween(begun, clock.instant().getEpochSecond());
        assertThat(client.me(answer.text("token"))).isEqualTo(200);
        assertThat(client.refresh(answer.text("refresh_token"))).isEqualTo(200);
        assertThat(client.outcomes("login.mfa", ada.user())).isEqualTo(Map.of("success", 1L));
    }

    @Test
    void givesABrowserTheRefreshTokenAsACookie() {
        String token = client.mfaToken(ada.user());
        http.post()
                .uri("/login/mfa")
                .header(HttpHeaders.ORIGIN, "http://tollgate.test")
                .bodyValue(Map.of("mfa_token", token, "method", "totp", "code", client.nextCode(ada.secret())))
                .exchange()
                .expectStatus()
                .isOk()
                .expectCookie()
                .httpOnly("refresh_token", true)
                .expectBody()
                .jsonPath("$.refresh_token")
                .doesNotExist();
    }

    @Test
    void refusesAWrongCodeAndTakesTheNextOne() {
        String token = client.mfaToken(ada.user());
        Answer refused = complete(token, client.wrongCode(ada.secret())).expect(401);
        assertThat(refused.code()).isEqualTo("mfa_invalid");
        assertThat(refused.headers().getFirst(HttpHeaders.WWW_AUTHENTICATE)).isEqualTo("Bearer");
        assertThat(client.liveSessions(ada.user())).isEqualTo(1);
        complete(token, client.nextCode(ada.secret())).expect(200);
        assertThat(client.outcomes("login.mfa", ada.user()))
                .isEqualTo(Map.of("success", 1L, "wrong_second_factor", 1L));
    }

    @Test
    void answersEverythingThatIsWrongAlike() {
        String used = client.mfaToken(ada.user());
        String code = client.nextCode(ada.secret());
        complete(used, code).expect(200);
        String expired = client.mfaToken(ada.user());
        clock.advance(Duration.ofMinutes(5));
        Enrolled other = client.enrolled();
        String token = client.mfaToken(ada.user());
        List<Answer> refusals = List.of(
                complete(token, client.wrongCode(ada.secret())),
                complete(token, code),
                complete(used, client.nextCode(ada.secret())),
                complete(expired, client.nextCode(ada.secret())),
                complete("never issued", client.nextCode(ada.secret())),
                complete(client.mfaToken(other.user()), client.codeOf(ada.secret(), 0)),
                client.complete(token, "recovery_code", other.recoveryCodes().getFirst()),
                client.complete(token, "webauthn", "x"));
        JsonNode first = withoutId(refusals.getFirst());
        for (Answer refusal : refusals) {
            assertThat(refusal.status()).isEqualTo(401);
            assertThat(withoutId(refusal)).isEqualTo(first);
            assertThat(refusal.headers().headerNames())
                    .containsExactlyInAnyOrderElementsOf(
                            refusals.getFirst().headers().headerNames());
        }
    }

    @Test
    void leavesALineForAnUnknownToken() {
        Answer refused = complete("nobody's", "123456").expect(401);
        assertThat(refused.code()).isEqualTo("mfa_invalid");
        assertThat(refused.headers().getFirst("X-Request-Id")).isNotNull();
        Long lines = context.getBean(DatabaseClient.class)
                .sql("select count(*) from audit_log where request_id = :id and outcome = 'challenge_invalid'")
                .bind("id", refused.headers().getFirst("X-Request-Id"))
                .mapValue(Long.class)
                .one()
                .block();
        assertThat(lines).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"mfa_token\":\"x\"}",
                "{\"mfa_token\":\"x\",\"code\":\"123456\"}",
                "{\"mfa_token\":null,\"method\":\"totp\",\"code\":\"123456\"}",
                "{\"mfa_token\":{},\"method\":\"totp\",\"code\":\"123456\"}",
                "{\"mfa_token\":\"x\",\"method\":\"totp\",\"code\":123456}",
                "{\"mfa_token\":\"x\",\"method\":\"totp\",\"code\":\"1\",\"user_id\":\"y\"}"
            })
    void refusesBodiesThatAreNotOfTheRequest(String json) {
        assertThat(client.send(HttpMethod.POST, "/login/mfa", null, json).code())
                .isEqualTo("validation_failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u0000", "%00", "' or 1=1 --", "１２３４５６", "000000000000", "../../etc", "🔑🔑🔑🔑🔑🔑"})
    void refusesHostileValuesInEveryField(String hostile) {
        String token = client.mfaToken(ada.user());
        complete(token, hostile).expect(401);
        client.complete(token, "recovery_code", hostile).expect(401);
        client.complete(token, hostile, client.codeOf(ada.secret(), 1)).expect(401);
        complete(hostile, client.nextCode(ada.secret())).expect(401);
        client.send(HttpMethod.POST, "/login/mfa", null, Map.of("mfa_token", token, "method", "totp"))
                .expect(401);
        complete(token, client.nextCode(ada.secret())).expect(200);
    }

    @Test
    void givesASessionOfItsOwnToEachLogin() {
        TestUser user = ada.user();
        complete(client.mfaToken(user), client.nextCode(ada.secret())).expect(200);
        complete(client.mfaToken(user), client.nextCode(ada.secret())).expect(200);
        assertThat(client.liveSessions(user)).isEqualTo(3);
    }

    private Answer complete(String mfaToken, String code) {
        return client.complete(mfaToken, "totp", code);
    }

    private static JsonNode withoutId(Answer answer) {
        return ((ObjectNode) answer.body().deepCopy()).remove(List.of("requestId", "request_id"));
    }
}
