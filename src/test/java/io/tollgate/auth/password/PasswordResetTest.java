package io.tollgate.auth.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.AuthCalls;
import io.tollgate.auth.AuthRows;
import io.tollgate.auth.Logins;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** A new password for who has forgotten theirs. */
@IntegrationTest
class PasswordResetTest {

    private static final String OLD = Logins.PASSWORD;
    private static final String NEW = "another sentence, quite odd";

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private PasswordHashing hashing;

    @Autowired
    private PasswordRepository passwords;

    @Autowired
    private DatabaseClient db;

    private AuthCalls calls;
    private AuthRows rows;
    private TestUser user;

    @BeforeEach
    void signUp() {
        calls = new AuthCalls(http);
        rows = new AuthRows(db);
        user = withPassword(testUsers.signUp());
    }

    @Test
    void setsThePasswordAndLogsNobodyIn() {
        JsonNode answer = reset(tokenFor(user), NEW, 202);
        assertThat(answer.get("message").asString()).isEqualTo("Password has been changed successfuly");
        assertThat(answer.propertyNames()).containsExactly("message");
        login(OLD, 401);
        login(NEW, 200);
        assertThat(rows.audited(user.id(), "password.reset", "success")).isEqualTo(1);
        assertThat(Mailbox.of(user.user().email()).await(2).get(1).subject()).isEqualTo("Your password was reset");
    }

    @Test
    void endsAllSessionsAtOnce() {
        TestUser elsewhere = testUsers.again(user);
        reset(tokenFor(user), NEW, 202);
        assertThat(rows.endedSessions(user.id(), "password_reset")).isEqualTo(2);
        for (TestUser session : List.of(user, elsewhere)) {
            session.authorized(http).get().uri("/me").exchange().expectStatus().isUnauthorized();
        }
    }

    @Test
    void takesALinkOnce() {
        String token = tokenFor(user);
        reset(token, NEW, 202);
        JsonNode again = reset(token, "yet another sentence, odd", 401);
        assertThat(again.get("code").asString()).isEqualTo("reset_token_invalid");
        login(NEW, 200);
    }

    @Test
    void takesALinkOnceWhenItComesTwentyTimesAtOnce() {
        List<Integer> statuses = calls.race(20, "/new-password", Map.of("token", tokenFor(user), "password", NEW));
        assertThat(statuses).containsOnlyOnce(202).containsOnly(202, 401);
        assertThat(rows.audited(user.id(), "password.reset", "success")).isEqualTo(1);
    }

    @Test
    void doesNotUseTheLinkUpForAPasswordThatIsRefused() {
        String token = tokenFor(user);
        assertThat(errorOf(token, "short")).contains("at least 8");
        assertThat(errorOf(token, "password123")).contains("too common");
        assertThat(errorOf(token, user.user().username() + "1")).contains("too similar");
        reset(token, NEW, 202);
    }

    @Test
    void givesAnAccountWithoutPasswordItsFirst() {
        TestUser social = testUsers.signUp();
        reset(tokenFor(social), NEW, 202);
        calls.post("/login", Map.of("email", social.user().email(), "password", NEW), 200);
    }

    @Test
    void provesTheMailboxAndHandsTheAccountToItsOwner() {
        TestUser squatted = withPassword(testUsers.unverified());
        reset(tokenFor(squatted), NEW, 202);
        assertThat(rows.verified(squatted.id())).isTrue();
        assertThat(rows.liveSessions(squatted.id())).isZero();
        calls.post("/login", Map.of("email", squatted.user().email(), "password", OLD), 401);
        calls.post("/login", Map.of("email", squatted.user().email(), "password", NEW), 200);
        assertThat(rows.audited(squatted.id(), "email.verified", "success")).isEqualTo(1);
        assertThat(Mailbox.of(squatted.user().email()).await(2).getLast().subject())
                .isEqualTo("Your password was reset");
    }

    @Test
    void voidsAllOtherLinksAndCodes() {
        calls.post("/request/login-code", Map.of("email", user.user().email()), 200);
        Mailbox.of(user.user().email()).awaitOne();
        reset(tokenOf(user, 2), NEW, 202);
        assertThat(rows.count("select count(*) from login_codes where user_id::text = :it", user.id()))
                .isZero();
        assertThat(rows.count("select count(*) from one_time_tokens where user_id::text = :it", user.id()))
                .isZero();
    }

    @Test
    void letsAnOwnerBackInWhomGuessersHaveLockedOut() {
        for (int i = 0; i < 50; i++) {
            calls.post("/login", Map.of("email", user.user().email(), "password", "guess " + i), 401);
        }
        login(OLD, 429);
        reset(tokenFor(user), NEW, 202);
        login(NEW, 200);
    }

    @Test
    void keepsOnlyADigestOfTheToken() {
        String token = tokenFor(user);
        assertThat(token).hasSize(43);
        assertThat(rows.count("select count(*) from one_time_tokens t where t::text like '%' || :it || '%'", token))
                .isZero();
    }

    private String tokenFor(TestUser someone) {
        return tokenOf(someone, 1);
    }

    private String tokenOf(TestUser someone, int mail) {
        forget(someone.user().email());
        return Mailbox.of(someone.user().email())
                .await(mail)
                .get(mail - 1)
                .link()
                .split("token=")[1];
    }

    private String token(int mail) {
        return Mailbox.of(user.user().email()).await(mail).get(mail - 1).link().split("token=")[1];
    }

    private void forget(String email) {
        assertThat(calls.message("/forget-password", Map.of("email", email), 202))
                .isEqualTo("If an account with this email exists, a password reset link has been sent.");
    }

    private JsonNode reset(String token, String password, int status) {
        return calls.post("/new-password", Map.of("token", token, "password", password), status);
    }

    private String errorOf(String token, String password) {
        return reset(token, password, 422).get("errors").get("password").asString();
    }

    private void login(String password, int status) {
        calls.post("/login", Map.of("email", user.user().email(), "password", password), status);
    }

    private TestUser withPassword(TestUser someone) {
        return new Logins(http, hashing, passwords).withPassword(someone);
    }
}
