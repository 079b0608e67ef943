package io.tollgate.auth.otp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.AuthCalls;
import io.tollgate.auth.AuthRows;
import io.tollgate.auth.otp.CodeMails.Code;
import io.tollgate.auth.password.PasswordRepository;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** What a code does to the account it opens. */
@IntegrationTest
class CodeAccountTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private PasswordRepository passwords;

    @Autowired
    private DatabaseClient db;

    private AuthCalls calls;
    private AuthRows rows;
    private CodeMails mails;
    private TestUser user;
    private String email;

    @BeforeEach
    void signUp() {
        calls = new AuthCalls(http);
        rows = new AuthRows(db);
        mails = new CodeMails(calls);
        user = testUsers.signUp();
        email = user.user().email();
    }

    @Test
    void refusesADeactivatedUserAlsoAtRedemption() {
        Code code = mails.get(email);
        rows.change("update users set is_active = false where id = :id", user.id());
        assertThat(calls.post("/login/code", code.body(), 403).get("detail").asString())
                .isEqualTo("User is disabled");
        assertThat(rows.liveSessions(user.id())).isEqualTo(1);
        assertThat(rows.audited(user.id(), "login.code", "disabled")).isEqualTo(1);
        refuse(code.body());
    }

    @Test
    void sendsADeactivatedUserNothing() {
        String deactivated = testUsers.deactivated().user().email();
        mails.ask(deactivated);
        mails.get(email);
        assertThat(Mailbox.of(deactivated).all()).isEmpty();
    }

    @Test
    void refusesACodeThatWentToAnAddressOfBefore() {
        Code code = mails.get(email);
        rows.change("update users set email = 'new-' || email where id = :id", user.id());
        refuse(code.body());
    }

    @Test
    void handsAnUnprovenAccountToTheOwnerOfTheMailbox() {
        TestUser squatted = testUsers.unverified();
        passwords.insert(squatted.id(), "$argon2id$somebody-elses").block();
        JsonNode answer =
                calls.post("/login/code", mails.get(squatted.user().email()).body(), 200);
        assertThat(Mailbox.of(squatted.user().email()).await(2).get(1).subject())
                .isEqualTo("Your address is confirmed, your password removed");
        assertThat(rows.verified(squatted.id())).isTrue();
        assertThat(rows.hasPassword(squatted.id())).isFalse();
        assertThat(rows.endedSessions(squatted.id(), "mailbox_proven")).isEqualTo(1);
        assertThat(rows.liveSessions(squatted.id())).isEqualTo(1);
        squatted.authorized(http).get().uri("/me").exchange().expectStatus().isUnauthorized();
        calls.with(answer.get("token").asString())
                .http()
                .get()
                .uri("/billing/payments/me")
                .exchange()
                .expectStatus()
                .isOk();
    }

    @Test
    void leavesAProvenAccountAsItIs() {
        passwords.insert(user.id(), "$argon2id$their-own").block();
        calls.post("/login/code", mails.get(email).body(), 200);
        assertThat(rows.hasPassword(user.id())).isTrue();
        assertThat(rows.liveSessions(user.id())).isEqualTo(2);
    }

    private void refuse(Map<String, String> body) {
        JsonNode refusal = calls.post("/login/code", body, 400);
        assertThat(refusal.get("code").asString()).isEqualTo("login_code_invalid");
        assertThat(refusal.get("detail").asString()).isEqualTo("Invalid code or email.");
    }
}
