package io.tollgate.auth.otp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Mailbox;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.otp.CodeMails.Code;
import io.tollgate.auth.password.PasswordRepository;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** What a code does to the account it opens. */
class CodeAccountTest extends CodeFixture {

    @Autowired
    private PasswordRepository passwords;

    @Test
    void refusesADeactivatedUserAlsoAtRedemption() {
        Code code = mails.get(email);
        rows.change("update users set is_active = false where id = :id", user.id());
        assertThat(calls.post("/login/code", code.body(), 403).get("detail").asString())
                .isEqualTo("User is disabled");
        assertThat(rows.liveSessions(user.id())).isEqualTo(1);
        assertThat(rows.audited(user.id(), "login.code", "disabled")).isEqualTo(1);
        mails.refuse(code.body());
    }

    @Test
    void sendsADeactivatedUserNothing() {
        String deactivated = testUsers.deactivated().user().email();
        mails.ask(deactivated);
        mails.get(email);
        assertThat(rows.mailsTo(deactivated)).isEmpty();
    }

    @Test
    void refusesACodeThatWentToAnAddressOfBefore() {
        Code code = mails.get(email);
        rows.change("update users set email = 'new-' || email where id = :id", user.id());
        mails.refuse(code.body());
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
}
