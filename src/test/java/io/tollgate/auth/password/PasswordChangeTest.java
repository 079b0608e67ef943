package io.tollgate.auth.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.AuthCalls;
import io.tollgate.auth.AuthRows;
import io.tollgate.auth.Logins;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

@IntegrationTest
class PasswordChangeTest {

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

    @Autowired
    private MutableClock clock;

    private AuthCalls anybody;
    private AuthRows rows;
    private TestUser user;

    /** Of a session that has a refresh token. */
    private JsonNode login;

    @BeforeEach
    void signUp() {
        anybody = new AuthCalls(http);
        rows = new AuthRows(db);
        user = withPassword(testUsers.signUp());
        login = login(OLD, 200);
    }

    @Test
    void changesThePasswordEndsTheOtherSessionsAndTells() {
        JsonNode answer = change(OLD, NEW, 200);
        assertThat(answer.get("message").asString()).isEqualTo("Password has been changed successfuly");
        login(OLD, 401);
        login(NEW, 200);
        assertThat(rows.endedSessions(user.id(), "password_changed")).isEqualTo(1);
        user.authorized(http).get().uri("/me").exchange().expectStatus().isUnauthorized();
        assertThat(rows.audited(user.id(), "password.changed", "success")).isEqualTo(1);
        assertThat(Mailbox.of(user.user().email()).awaitOne().subject()).isEqualTo("Your password was changed");
    }

    /** A family of its own: what a thief copied is worth nothing from then on, no grace for it and no lost answer. */
    @Test
    void goesOnWithNewTokensAndShutsOutWhoCopiedTheSession() {
        JsonNode answer = change(OLD, NEW, 200);
        assertThat(refresh(login.get("refresh_token").asString(), 401)
                        .get("code")
                        .asString())
                .isEqualTo("session_ended");
        assertThat(me(login)).isEqualTo(401);
        assertThat(rows.endedSessions(user.id(), "superseded")).isEqualTo(1);

        assertThat(me(answer)).isEqualTo(200);
        refresh(answer.get("refresh_token").asString(), 200);
        assertThat(rows.liveSessions(user.id())).isEqualTo(1);
        assertThat(Mailbox.of(user.user().email()).awaitOne().subject())
                .as("nobody is told of a thief")
                .isEqualTo("Your password was changed");
    }

    /** Else every change would give a session, and who stole it, another three months. */
    @Test
    void leavesTheSessionsEndAndItsProofAsTheyWere() {
        String ends = "select expires_at::text || authenticated_at || methods::text from sessions"
                + " where user_id::text = :it order by created_at desc limit 1";
        String before = text(ends);
        clock.advance(Duration.ofMinutes(1));
        change(OLD, NEW, 200);
        assertThat(text(ends)).isEqualTo(before);
    }

    @Test
    void refusesAWrongPasswordAndMakesGuessersWait() {
        JsonNode refusal = change("not this one 123", NEW, 403);
        assertThat(refusal.get("detail").asString()).isEqualTo("Old password isn't correct.");
        assertThat(rows.audited(user.id(), "password.changed", "wrong_password"))
                .isEqualTo(1);
        for (int i = 1; i < 50; i++) {
            change("not this one " + i, NEW, 403);
        }
        change(OLD, NEW, 429);
        login(OLD, 429);
        assertThat(rows.auditedText("not this one")).isZero();
    }

    @Test
    void refusesTheOldPasswordAsTheNewOne() {
        assertThat(errors(OLD, OLD).get("new_password").asString()).isEqualTo("The new password is the old one");
        assertThat(errors("caf\u00e9 au lait 1", "cafe\u0301 au lait 1")
                        .get("new_password")
                        .asString())
                .isEqualTo("The new password is the old one");
    }

    @Test
    void holdsTheNewPasswordToThePolicy() {
        assertThat(errors(OLD, "short").get("new_password").asString()).contains("at least 8");
        assertThat(errors(OLD, "password123").get("new_password").asString()).contains("too common");
        assertThat(errors(OLD, user.user().username() + "1").get("new_password").asString())
                .contains("too similar");
        assertThat(errors("x".repeat(129), NEW).get("old_password").asString()).contains("128");
        assertThat(errors(OLD, "x1".repeat(65)).get("new_password").asString()).contains("at most 128");
    }

    @Test
    void changesOnceWhenItComesTwentyTimesAtOnce() {
        List<Integer> statuses = new AuthCalls(http)
                .with(login.get("token").asString())
                .race(20, "/change-password", Map.of("old_password", OLD, "new_password", NEW));
        assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 403);
        assertThat(rows.audited(user.id(), "password.changed", "success")).isEqualTo(1);
    }

    @Test
    void voidsLinksFromBefore() {
        anybody.post("/forget-password", Map.of("email", user.user().email()), 202);
        String token = Mailbox.of(user.user().email()).awaitOne().link().split("token=")[1];
        change(OLD, NEW, 200);
        anybody.post("/new-password", Map.of("token", token, "password", "yet another sentence, odd"), 401);
    }

    @Test
    void refusesWhoHasNoPassword() {
        TestUser social = testUsers.signUp();
        JsonNode refusal = anybody.with(social.token())
                .post("/change-password", Map.of("old_password", OLD, "new_password", NEW), 403);
        assertThat(refusal.get("code").asString()).isEqualTo("wrong_password");
        assertThat(rows.hasPassword(social.id())).isFalse();
    }

    @Test
    void wantsAnActiveUser() {
        anybody.post("/change-password", Map.of("old_password", OLD, "new_password", NEW), 401);
        for (TestUser other : List.of(testUsers.unverified(), testUsers.deactivated())) {
            anybody.with(withPassword(other).token())
                    .post("/change-password", Map.of("old_password", OLD, "new_password", NEW), 403);
        }
    }

    private int me(JsonNode tokens) {
        return Logins.status(new AuthCalls(http)
                .with(tokens.get("token").asString())
                .http()
                .get()
                .uri("/me")
                .exchange());
    }

    private String text(String sql) {
        return db.sql(sql)
                .bind("it", user.id().toString())
                .mapValue(String.class)
                .one()
                .block();
    }

    private JsonNode change(String old, String next, int status) {
        return anybody.with(login.get("token").asString())
                .post("/change-password", Map.of("old_password", old, "new_password", next), status);
    }

    private JsonNode errors(String old, String next) {
        return change(old, next, 422).get("errors");
    }

    private JsonNode refresh(String token, int status) {
        return anybody.post("/refresh-token", Map.of("refresh_token", token), status);
    }

    private JsonNode login(String password, int status) {
        return anybody.post("/login", Map.of("email", user.user().email(), "password", password), status);
    }

    private TestUser withPassword(TestUser someone) {
        return new Logins(http, hashing, passwords).withPassword(someone);
    }
}
