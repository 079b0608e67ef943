package io.tollgate.auth.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Mailbox;
import io.tollgate.MutableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Asking for another mail. */
class VerificationMailTest extends VerificationFixture {

    @Autowired
    private MutableClock clock;

    @Test
    void sendsAtMostOneMailAMinuteAndDoesNotSaySo() {
        requestAgain();
        requestAgain();
        clock.advance(Duration.ofSeconds(61));
        requestAgain();
        assertThat(Mailbox.of(user.user().email()).await(2)).hasSize(2);
    }

    @Test
    void sendsNothingToAVerifiedUser() {
        confirm(token).expectStatus().isAccepted();
        user = testUsers.again(user);
        clock.advance(Duration.ofSeconds(61));
        request().expectStatus().isAccepted().expectBody().jsonPath("$.message").isEqualTo("Email is already verified");
        assertThat(Mailbox.of(user.user().email()).all()).hasSize(1);
    }

    @Test
    void wantsASignedInUserForAnotherMail() {
        http.post().uri("/request/verify").exchange().expectStatus().isUnauthorized();
    }
}
