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
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** The link in the mail: for one purpose, one address and one time. */
@IntegrationTest
class ResetLinkTest {

    private static final String OLD = Logins.PASSWORD;
    private static final String NEW = "another sentence, quite odd";
    private static final String SUBJECT = "Password Reset";

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
    void refusesMadeUpAndExpiredLinksAndLeavesATrace() {
        long before = refusals();
        assertThat(reset("made-up", NEW, 401).get("code").asString()).isEqualTo("reset_token_invalid");
        String token = tokenFor(user);
        clock.advance(Duration.ofHours(1).plusSeconds(1));
        assertThat(reset(token, NEW, 401).get("detail").asString()).isEqualTo("Token expired");
        assertThat(refusals()).isGreaterThanOrEqualTo(before + 2);
        assertThat(rows.auditedText(token)).isZero();
        login(OLD, 200);
    }

    @Test
    void refusesALinkForVerification() {
        TestUser unverified = testUsers.unverified();
        calls.with(unverified.token()).post("/request/verify", Map.of(), 202);
        String token = Mailbox.of(unverified.user().email()).awaitOne().link().split("token=")[1];
        reset(token, NEW, 401);
        assertThat(rows.hasPassword(unverified.id())).isFalse();
    }

    @Test
    void voidsTheLinkBefore() {
        String first = tokenFor(user);
        clock.advance(Duration.ofSeconds(61));
        forget(user.user().email());
        String second = token(2);
        reset(first, NEW, 401);
        reset(second, NEW, 202);
    }

    @Test
    void sendsNoSecondMailWithinAMinute() {
        String email = user.user().email();
        tokenFor(user);
        forget(email);
        assertThat(rows.mailsTo(email)).containsExactly(SUBJECT);
        clock.advance(Duration.ofSeconds(61));
        forget("  " + email.toUpperCase(Locale.ROOT));
        assertThat(rows.mailsTo(email)).containsExactly(SUBJECT, SUBJECT);
    }

    @Test
    void sendsADeactivatedUserNothingAndRefusesALinkFromBefore() {
        String token = tokenFor(user);
        rows.change("update users set is_active = false where id = :id", user.id());
        clock.advance(Duration.ofSeconds(61));
        forget(user.user().email());
        assertThat(rows.mailsTo(user.user().email())).containsExactly(SUBJECT);
        reset(token, NEW, 401);
        login(OLD, 403);
        assertThat(rows.mailsTo(user.user().email())).containsExactly(SUBJECT);
    }

    @Test
    void refusesALinkThatWentToAnAddressOfBefore() {
        String token = tokenFor(user);
        rows.change("update users set email = 'new-' || email where id = :id", user.id());
        reset(token, NEW, 401);
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

    private void login(String password, int status) {
        calls.post("/login", Map.of("email", user.user().email(), "password", password), status);
    }

    private long refusals() {
        return rows.count(
                "select count(*) from audit_log where outcome like 'token_%' and action = :it", "password.reset");
    }

    private TestUser withPassword(TestUser someone) {
        return new Logins(http, hashing, passwords).withPassword(someone);
    }
}
