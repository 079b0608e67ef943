package io.tollgate.auth.stepup;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.mfa.MfaClient;
import io.tollgate.auth.mfa.MfaClient.Answer;
import io.tollgate.auth.mfa.MfaClient.Enrolled;
import io.tollgate.auth.mfa.Together;
import io.tollgate.auth.token.ForgedClaims;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@IntegrationTest
class StepUpTest {

    private static final Map<String, String> PASSWORD = Map.of("password", MfaClient.PASSWORD);

    @Autowired
    private WebTestClient http;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private MutableClock clock;

    @Autowired
    private DatabaseClient db;

    private MfaClient client;

    @BeforeEach
    void client() {
        client = new MfaClient(context, http);
    }

    @Test
    void opensANewSessionForThePasswordAndEndsTheOldOne() throws ParseException {
        TestUser user = client.signUp();
        String old = ForgedClaims.ofALoginAgo(context, user, Duration.ofHours(2));
        client.post("/mfa/totp", old, null).expect(403);
        long begun = clock.instant().getEpochSecond();
        Answer answer = stepUp(old, PASSWORD).expect(200);
        assertThat(answer.headers().getCacheControl()).isEqualTo("no-store");
        JWTClaimsSet claims = ForgedClaims.of(answer.text("token"));
        assertThat(claims.getStringClaim("sid"))
                .isNotEqualTo(user.session().id().toString());
        assertThat(claims.getLongClaim("auth_time"))
                .isBetween(begun, clock.instant().getEpochSecond());
        assertThat(claims.getStringListClaim("amr")).containsExactly("pwd");
        client.post("/mfa/totp", answer.text("token"), null).expect(200);
        assertThat(client.me(old)).isEqualTo(401);
        assertThat(client.liveSessions(user)).isEqualTo(1);
        assertThat(reasons(user)).containsExactly("superseded");
        assertThat(client.refresh(answer.text("refresh_token"))).isEqualTo(200);
        assertThat(client.outcomes("session.stepped_up", user)).isEqualTo(Map.of("success", 1L));
    }

    @Test
    void leavesOtherSessionsAlone() {
        TestUser user = client.signUp();
        TestUser elsewhere = testUsers.again(user);
        stepUp(user.token(), PASSWORD).expect(200);
        assertThat(client.me(elsewhere.token())).isEqualTo(200);
    }

    @Test
    void wantsTheSecondFactorWhereThereIsOne() throws ParseException {
        Enrolled ada = client.enrolled();
        assertThat(stepUp(ada.user().token(), PASSWORD).expect(403).code()).isEqualTo("mfa_required");
        Answer answer = stepUp(ada.user().token(), Map.of("code", client.nextCode(ada.secret())))
                .expect(200);
        assertThat(ForgedClaims.of(answer.text("token")).getStringListClaim("amr"))
                .containsExactly("pwd", "otp", "mfa");
        assertThat(client.me(ada.user().token())).isEqualTo(401);
    }

    @Test
    void takesARecoveryCode() throws ParseException {
        Enrolled ada = client.enrolled();
        String code = ada.recoveryCodes().getFirst();
        Answer answer = stepUp(ada.user().token(), Map.of("method", "recovery_code", "code", code))
                .expect(200);
        assertThat(ForgedClaims.of(answer.text("token")).getStringListClaim("amr"))
                .containsExactly("pwd", "otp", "mfa", "recovery");
        assertThat(stepUp(answer.text("token"), Map.of("method", "recovery_code", "code", code))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void takesBothOnlyIfBothAreRight() {
        Enrolled ada = client.enrolled();
        stepUp(ada.user().token(), Map.of("password", "not this", "code", client.nextCode(ada.secret())))
                .expect(403);
        stepUp(ada.user().token(), Map.of("password", MfaClient.PASSWORD, "code", client.wrongCode(ada.secret())))
                .expect(403);
        stepUp(ada.user().token(), Map.of("password", MfaClient.PASSWORD, "code", client.nextCode(ada.secret())))
                .expect(200);
    }

    @Test
    void doesNotUseUpACodeInVain() {
        Enrolled ada = client.enrolled();
        String code = client.nextCode(ada.secret());
        stepUp(ada.user().token(), Map.of("password", "not this", "code", code)).expect(403);
        stepUp(ada.user().token(), Map.of("code", code)).expect(200);
    }

    @Test
    void wantsAPasswordWhereThereIsNoSecondFactor() {
        TestUser user = client.signUp();
        assertThat(stepUp(user.token(), Map.of("code", "123456")).expect(422).code())
                .isEqualTo("validation_failed");
        stepUp(user.token(), Map.of()).expect(422);
        TestUser withoutPassword = testUsers.signUp();
        assertThat(stepUp(withoutPassword.token(), PASSWORD).expect(403).code()).isEqualTo("step_up_refused");
    }

    @Test
    void opensOneSessionHoweverOftenItIsAsked() {
        TestUser user = client.signUp();
        List<Integer> statuses =
                Together.calls(9, _ -> stepUp(user.token(), PASSWORD).status());
        assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
        assertThat(statuses).allMatch(status -> status == 200 || status == 403 || status == 401);
        assertThat(client.liveSessions(user)).isEqualTo(1);
    }

    @Test
    void opensOneSessionHoweverOftenACodeIsShown() {
        Enrolled ada = client.enrolled();
        String code = client.nextCode(ada.secret());
        List<Integer> statuses = Together.calls(
                20, _ -> stepUp(ada.user().token(), Map.of("code", code)).status());
        assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
        assertThat(client.liveSessions(ada.user())).isEqualTo(1);
    }

    private Answer stepUp(String token, Map<String, String> body) {
        return client.post("/sessions/step-up", token, body);
    }

    private List<String> reasons(TestUser user) {
        return db.sql("select ended_reason from sessions where user_id = :id and ended_at is not null")
                .bind("id", user.id())
                .mapValue(String.class)
                .all()
                .collectList()
                .block();
    }
}
