package io.tollgate.auth.emailchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.TestUsers.TestUser;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class EmailChangeTest extends EmailChangeFixture {

    @Test
    void changesTheAddressWhenBothMailboxesAgree() {
        TestUser phone = testUsers.again(user);
        request(user, wanted).expectStatus().isAccepted();
        confirm(tokenFor(wanted)).expectStatus().isAccepted();
        assertThat(email(user)).isEqualTo(user.user().email());
        assertThat(me(phone)).isEqualTo(200);

        confirm(tokenFor(user.user().email()))
                .expectStatus()
                .isAccepted()
                .expectBody()
                .jsonPath("$.message")
                .isEqualTo("The address is changed");
        assertThat(email(user)).isEqualTo(wanted.toLowerCase(Locale.ROOT));
        user.authorized(http)
                .get()
                .uri("/me")
                .exchange()
                .expectBody()
                .jsonPath("$.email")
                .isEqualTo(wanted);
        assertThat(me(phone)).isEqualTo(401);
        assertThat(subjects(user.user().email(), 2)).contains("Your address was changed");
        assertThat(subjects(wanted, 2)).contains("Your address was changed");
        assertThat(audited("email.changed", "success")).isEqualTo(1);
        assertThat(ended()).isEqualTo("email_changed");
    }

    @Test
    void worksInTheOtherOrderToo() {
        request(user, wanted).expectStatus().isAccepted();
        confirm(tokenFor(user.user().email())).expectStatus().isAccepted();
        assertThat(email(user)).isEqualTo(user.user().email());
        confirm(tokenFor(wanted)).expectStatus().isAccepted();
        assertThat(email(user)).isEqualToIgnoringCase(wanted);
    }

    @Test
    void voidsLinksToTheOldAddress() {
        db.sql("""
                        insert into one_time_tokens (user_id, purpose, token_hash, email, created_at, expires_at)
                        values (:id, 'reset_password', sha256(:id::text::bytea), 'x', now(), now() + interval '1 day')
                        """).bind("id", user.id()).then().block();
        change(user, wanted);
        assertThat(count("select count(*) from one_time_tokens where user_id = :id"))
                .isZero();
        assertThat(count("select count(*) from email_changes where user_id = :id"))
                .isZero();
    }

    @Test
    void isStoppedByTheOldMailbox() {
        request(user, wanted).expectStatus().isAccepted();
        confirm(tokenFor(wanted)).expectStatus().isAccepted();
        form("/me/email/cancel", tokenFor(user.user().email())).expectStatus().isAccepted();
        confirm(tokenFor(user.user().email())).expectStatus().isUnauthorized();
        cancel(tokenFor(user.user().email())).expectStatus().isUnauthorized();
        assertThat(email(user)).isEqualTo(user.user().email());
        assertThat(audited("email.change_cancelled", "success")).isEqualTo(1);
    }

    private void change(TestUser who, String to) {
        request(who, to).expectStatus().isAccepted();
        confirm(tokenFor(to)).expectStatus().isAccepted();
        confirm(tokenFor(who.user().email())).expectStatus().isAccepted();
    }

    private String ended() {
        return db.sql("select ended_reason from sessions where user_id = :id and ended_at is not null")
                .bind("id", user.id())
                .mapValue(String.class)
                .one()
                .block();
    }
}
