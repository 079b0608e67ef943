package io.tollgate.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.auth.mfa.MfaClient;
import io.tollgate.auth.mfa.MfaClient.Answer;
import io.tollgate.platform.jobs.KafkaTail;
import io.tollgate.platform.time.Ids;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * Everything a user types, gets by mail or is handed out, right and wrong, in one life of an account; then it is looked for in the log,
 * in every table, in Kafka and in every refusal. Sign-in elsewhere and service accounts have such tests of their own.
 */
@IntegrationTest
@ExtendWith(OutputCaptureExtension.class)
class SecrecyTest {

    private static final Pattern LINK = Pattern.compile("token=([\\w-]+)");
    private static final Pattern CODE = Pattern.compile("(?m)^(\\d{6})\\s*$");

    @Autowired
    private WebTestClient http;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private Ids ids;

    private final Secrecy secrecy = new Secrecy();
    private final StringBuilder refusals = new StringBuilder();
    private MfaClient client;
    private String email;

    @BeforeEach
    void begin() {
        client = new MfaClient(context, http);
        email = "secrecy-" + ids.next() + "@example.test";
    }

    @Test
    void leavesNoSecretWhereItDoesNotBelong(CapturedOutput output) {
        LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
        logging.setLogLevel("io.tollgate", LogLevel.TRACE);
        try (KafkaTail kafka = KafkaTail.fromNowOn()) {
            live();
            Mailbox.of(email).await(7);
            new AuthRows(db).awaitSent(email);
            assertThat(secrecy.size()).isGreaterThan(25);
            secrecy.isNotIn("a refusal", refusals.toString());
            secrecy.isNotIn("the log", output.getAll());
            secrecy.isNotIn(db);
            secrecy.isNotInMessages(kafka.messages());
        } finally {
            logging.setLogLevel("io.tollgate", null);
        }
    }

    private void live() {
        String first = typed("first password");
        ok("/register", null, Map.of("email", email, "username", "s" + unique(), "password", first), 201);
        refused("/verify", null, Map.of("token", typed("wrong link")), 401);
        String link = mailed("verification link", LINK);
        refused("/verify", null, Map.of("email", email, "code", wrong(mailed("verification code", CODE))), 401);
        ok("/verify", null, Map.of("token", link), 202);
        refused("/login", null, Map.of("email", email, "password", typed("wrong password")), 401);
        refused("/login", null, "{\"email\": \"" + email + "\", \"password\": \"" + typed("broken JSON") + "\", ", 400);
        refused("/login", null, Map.of("email", email, "password", List.of(typed("password in a list"))), 422);
        refused("/login", null, Map.of("email", email, "pass", typed("unknown field")), 422);
        Answer tokens = tokens("login", ok("/login", null, Map.of("email", email, "password", first), 200));
        Map<String, String> shown = Map.of("refresh_token", tokens.text("refresh_token"));
        Answer next = tokens("refresh", ok("/refresh-token", null, shown, 200));
        ok("/logout", null, Map.of("refresh_token", next.text("refresh_token")), 204);
        refused("/refresh-token", null, Map.of("refresh_token", next.text("refresh_token")), 401);
        refused("/refresh-token?token=" + next.text("refresh_token"), null, null, 401);
        refused("/refresh-token?token=" + typed("token in an address"), null, null, 401);
        refused("/me", typed("wrong access token"), null, 401);
        String second = reset(first);
        Answer byCode = tokens("code login", codeLogin());
        changeEmail(byCode.text("token"));
        secondFactor(changePassword(byCode.text("token"), second), second);
    }

    private String reset(String old) {
        ok("/forget-password", null, Map.of("email", email), 202);
        String link = mailed("reset link", LINK);
        refused(
                "/new-password",
                null,
                Map.of("token", link, "password", typed("weak", "short" + unique().charAt(0))),
                422);
        String password = typed("second password");
        ok("/new-password", null, Map.of("token", link, "password", password), 202);
        refused("/new-password", null, Map.of("token", link, "password", old), 401);
        return password;
    }

    private String wrong(String code) {
        return typed("wrong for " + code, code.equals("424242") ? "424243" : "424242");
    }

    private Answer codeLogin() {
        ok("/request/login-code", null, Map.of("email", email), 200);
        String code = mailed("login code", CODE);
        refused("/login/code", null, Map.of("email", email, "code", wrong(code)), 400);
        return ok("/login/code", null, Map.of("email", email, "code", code), 200);
    }

    private void changeEmail(String token) {
        String other = "other-" + email;
        ok("/me/email", token, Map.of("email", other), 202);
        secrecy.mailed("link to the new mailbox", LINK, other);
        mailed("link to the old mailbox", LINK);
        refused("/me/email/confirm", null, Map.of("token", typed("wrong confirmation")), 401);
    }

    private Answer changePassword(String token, String old) {
        String wrong = typed("wrong old password");
        String next = typed("third password");
        refused("/change-password", token, Map.of("old_password", wrong, "new_password", next), 403);
        return tokens("changed", ok("/change-password", token, Map.of("old_password", old, "new_password", next), 200));
    }

    private void secondFactor(Answer session, String old) {
        String token = session.text("token");
        String secret = typed("TOTP secret", ok("/mfa/totp", token, null, 200).text("secret"));
        Answer enabled = ok("/mfa/totp/confirm", token, Map.of("code", client.nextCode(secret)), 200);
        enabled.body().get("recovery_codes").forEach(code -> typed("recovery code " + code, code.asString()));
        refused("/login", null, Map.of("email", email, "password", old), 401);
        Answer wanted = ok("/login", null, Map.of("email", email, "password", secrecy.last("third password")), 200);
        String mfa = typed("mfa token", wanted.text("mfa_token"));
        refused(
                "/login/mfa",
                null,
                Map.of("mfa_token", mfa, "method", "totp", "code", typed("wrong TOTP", client.wrongCode(secret))),
                401);
        refused(
                "/login/mfa",
                null,
                Map.of("mfa_token", typed("wrong mfa token"), "method", "totp", "code", "000000"),
                401);
        Answer tokens = tokens(
                "second factor",
                ok(
                        "/login/mfa",
                        null,
                        Map.of("mfa_token", mfa, "method", "totp", "code", typed("TOTP", client.nextCode(secret))),
                        200));
        tokens("step-up", ok("/sessions/step-up", tokens.text("token"), Map.of("code", client.nextCode(secret)), 200));
    }

    private Answer tokens(String what, Answer answer) {
        typed("access token of " + what, answer.text("token"));
        typed("refresh token of " + what, answer.text("refresh_token"));
        return answer;
    }

    private String typed(String what) {
        return typed(what, "odd-" + unique());
    }

    private String typed(String what, String secret) {
        return secrecy.typed(what, secret);
    }

    private String mailed(String what, Pattern pattern) {
        return secrecy.mailed(what, pattern, email);
    }

    private Answer ok(String path, String token, Object body, int status) {
        return client.send(HttpMethod.POST, path, token, body).expect(status);
    }

    private void refused(String path, String token, Object body, int status) {
        HttpMethod method = path.equals("/me") ? HttpMethod.GET : HttpMethod.POST;
        Answer answer = client.send(method, path, token, body).expect(status);
        refusals.append(answer.body()).append(answer.headers()).append('\n');
    }

    private String unique() {
        return ids.next().toString().replace("-", "").substring(8);
    }
}
