package io.tollgate.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.Logins.Tokens;
import io.tollgate.auth.password.PasswordHashing;
import io.tollgate.auth.password.PasswordRepository;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What people read beside the codes that machines read; the original system's words where it had some. */
@IntegrationTest
class WordsTest {

    private static final String WRONG = "not this one 123";

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private PasswordHashing hashing;

    @Autowired
    private PasswordRepository passwords;

    @Autowired
    private DatabaseClient db;

    private Logins logins;
    private AuthCalls calls;
    private AuthCalls signedIn;
    private TestUser user;
    private String email;

    @BeforeEach
    void signUp() {
        logins = new Logins(http, hashing, passwords);
        calls = new AuthCalls(http);
        user = logins.withPassword(users.signUp());
        signedIn = calls.with(user.token());
        email = user.user().email();
    }

    @Test
    void tellWhatHappensNext() {
        assertThat(calls.message("/request/login-code", Map.of("email", email), 200))
                .isEqualTo("If an account with this email exists, a login code has been sent.");
        String wanted = "new-" + email;
        assertThat(signedIn.message("/me/email", Map.of("email", wanted), 202))
                .isEqualTo("Both mailboxes have been sent a link. The address changes when both are confirmed.");
        String token =
                Mailbox.of(wanted).await("Confirm your new address").link().split("token=")[1];
        assertThat(calls.message("/me/email/confirm", Map.of("token", token), 202))
                .isEqualTo("Confirmed. The other mailbox has yet to confirm");
    }

    @Test
    void tellWhatWasWrong() {
        assertThat(signedIn.post("/me/email", Map.of("email", email), 422)
                        .get("errors")
                        .get("email")
                        .asString())
                .isEqualTo("This is your address already");
        assertThat(detail(signedIn, "/deactivate", Map.of("password", WRONG), 403))
                .isEqualTo("The password is not correct");
        assertThat(detail(
                        signedIn,
                        "/change-password",
                        Map.of("old_password", WRONG, "new_password", Letters.NEXT_PASSWORD),
                        403))
                .isEqualTo("Old password isn't correct.");
        String inTheirPlace = calls.with(users.admin().token())
                .post("/admin/users/" + user.id() + "/impersonate", Map.of("reason", "Ticket 4711"), 200)
                .get("token")
                .asString();
        assertThat(detail(calls.with(inTheirPlace), "/deactivate", Map.of("password", Logins.PASSWORD), 403))
                .isEqualTo("Not allowed while acting for a user");
    }

    @Test
    void tellWhatBecameOfASession() {
        Tokens ended = logins.login(user);
        calls.send("/logout", Map.of("refresh_token", ended.refresh()));
        assertThat(refused(ended)).isEqualTo("Refresh token has been revoked");
        Tokens gone = logins.login(user);
        new AuthRows(db).change("delete from sessions where user_id = :id", user.id());
        assertThat(refused(gone)).isEqualTo("Refresh token not recognized");
    }

    private String refused(Tokens tokens) {
        return detail(calls, "/refresh-token", Map.of("refresh_token", tokens.refresh()), 401);
    }

    private static String detail(AuthCalls calls, String path, Map<String, ?> body, int status) {
        return calls.post(path, body, status).get("detail").asString();
    }
}
