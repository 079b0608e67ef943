package io.tollgate.auth;

import io.tollgate.Mailbox;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.password.PasswordHashing;
import io.tollgate.auth.password.PasswordRepository;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.context.ApplicationContext;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Somebody with a password, and the links and codes that come to them. */
final class Letters {

    static final String NEXT_PASSWORD = "another sentence, quite odd";

    private static final Pattern CODE = Pattern.compile("(?m)^\\d{6}$");

    private final AuthCalls calls;
    private final Logins logins;
    private final TestUsers testUsers;
    private final DatabaseClient db;
    private final MutableClock clock;
    private final String wanted = "new-" + UUID.randomUUID() + "@example.test";

    private TestUser user;

    Letters(ApplicationContext context, WebTestClient http) {
        this.calls = new AuthCalls(http);
        this.logins =
                new Logins(http, context.getBean(PasswordHashing.class), context.getBean(PasswordRepository.class));
        this.testUsers = context.getBean(TestUsers.class);
        this.db = context.getBean(DatabaseClient.class);
        this.clock = context.getBean(MutableClock.class);
        this.user = logins.withPassword(testUsers.signUp());
    }

    TestUser user() {
        return user;
    }

    String email() {
        return user.user().email();
    }

    /** From now on it is about somebody who has proven nothing. */
    Letters unproven() {
        user = testUsers.unverified();
        return this;
    }

    Letters somebodyElse() {
        user = testUsers.signUp();
        return this;
    }

    /** The token of the link that proves an address. */
    String verification() {
        calls.with(user.token()).post("/request/verify", Map.of(), 202);
        return token(email(), "Email Verification");
    }

    /** The token of the link that sets a new password. */
    String reset() {
        calls.post("/forget-password", Map.of("email", email()), 202);
        return token(email(), "Password Reset");
    }

    /** The token of the link that confirms a new address, as its mailbox got it. */
    String change() {
        calls.with(user.token()).post("/me/email", Map.of("email", wanted), 202);
        return Mailbox.of(wanted).awaitOne().link().split("token=")[1];
    }

    /** The same, as the mailbox of before got it. */
    String changeAtTheOldMailbox() {
        return token(email(), "Your address is to be changed");
    }

    /** A login with a code. */
    Map<String, String> code() {
        String flow = calls.post("/request/login-code", Map.of("email", email()), 200)
                .get("flow_id")
                .asString();
        Matcher codes =
                CODE.matcher(Mailbox.of(email()).await("Login Code").text().replace("\r", ""));
        if (!codes.find()) {
            throw new AssertionError("No code in the mail");
        }
        return Map.of("email", email(), "code", codes.group(), "flow_id", flow);
    }

    /** A refresh token of a session that was begun with the password. */
    String refreshToken() {
        return logins.login(user).refresh();
    }

    /** A moment after this time. */
    <T> T after(Duration time, T secret) {
        clock.advance(time.plusSeconds(1));
        return secret;
    }

    /** As whoever may. */
    void use(String path, Map<String, ?> body, int status) {
        calls.post(path, body, status);
    }

    /** After a change in the database; {@code :id} is the user's. */
    <T> T since(String sql, T secret) {
        db.sql(sql).bind("id", user.id()).then().block();
        return secret;
    }

    private static String token(String mailbox, String subject) {
        return Mailbox.of(mailbox).await(subject).link().split("token=")[1];
    }
}
