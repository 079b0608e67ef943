package io.tollgate.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.mfa.MfaClient;
import io.tollgate.auth.mfa.MfaClient.Enrolled;
import io.tollgate.auth.password.PasswordHashing;
import io.tollgate.auth.password.PasswordRepository;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Who is deactivated between the proof and the session is refused as after it, and nobody is left without an answer. */
@IntegrationTest
class DeactivatedMeanwhileTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private PasswordHashing hashing;

    @Autowired
    private PasswordRepository passwords;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private DatabaseClient db;

    private Logins logins;
    private AuthRows rows;

    @BeforeEach
    void prepare() {
        logins = new Logins(http, hashing, passwords);
        rows = new AuthRows(db);
    }

    @Test
    void isRefusedWithTheRightPassword() {
        TestUser user = logins.withPassword(testUsers.signUp());
        int status =
                during(user.id(), () -> Logins.status(logins.attempt(user.user().email())));
        assertThat(status).isEqualTo(401);
        assertThat(rows.audited(user.id(), "login", "changed_meanwhile")).isEqualTo(1);
    }

    @Test
    void isRefusedWithTheRightCode() {
        TestUser user = testUsers.signUp();
        String code = logins.requestCode(user);
        int status = during(user.id(), () -> Logins.status(logins.attemptByCode(user, code)));
        assertThat(status).isEqualTo(403);
        assertThat(rows.audited(user.id(), "login.code", "disabled")).isEqualTo(1);
    }

    @Test
    void isRefusedWithTheRightSecondFactor() {
        MfaClient client = new MfaClient(context, http);
        Enrolled ada = client.enrolled();
        String token = client.mfaToken(ada.user());
        String code = client.nextCode(ada.secret());
        int status = during(
                ada.user().id(), () -> client.complete(token, "totp", code).status());
        assertThat(status).isEqualTo(401);
    }

    @Test
    void isRefusedAStepUp() {
        TestUser user = logins.withPassword(testUsers.signUp());
        AuthCalls calls = new AuthCalls(http).with(user.token());
        int status = during(
                user.id(),
                () -> calls.send("/sessions/step-up", Map.of("password", Logins.PASSWORD))
                        .getStatus()
                        .value());
        assertThat(status).isIn(401, 403);
    }

    private int during(UUID userId, Supplier<Integer> call) {
        long before = rows.liveSessions(userId);
        int status = OpenTransaction.whileDeactivated(db, userId, call);
        assertThat(rows.liveSessions(userId)).isEqualTo(before);
        return status;
    }
}
