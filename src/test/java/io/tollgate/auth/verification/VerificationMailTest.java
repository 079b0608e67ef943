package io.tollgate.auth.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.MutableClock;
import io.tollgate.auth.AuthRows;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Asking for another mail. */
class VerificationMailTest extends VerificationFixture {

    private static final String SUBJECT = "Email Verification";

    @Autowired
    private MutableClock clock;

    @Test
    void sendsAtMostOneMailAMinuteAndDoesNotSaySo() {
        requestAgain();
        requestAgain();
        assertThat(mails()).containsExactly(SUBJECT);
        clock.advance(Duration.ofSeconds(61));
        requestAgain();
        assertThat(mails()).containsExactly(SUBJECT, SUBJECT);
    }

    @Test
    void sendsNothingToAVerifiedUser() {
        confirm(token).expectStatus().isAccepted();
        user = testUsers.again(user);
        clock.advance(Duration.ofSeconds(61));
        request().expectStatus().isAccepted().expectBody().jsonPath("$.message").isEqualTo("Email is already verified");
        assertThat(mails()).containsExactly(SUBJECT);
    }

    @Test
    void wantsASignedInUserForAnotherMail() {
        http.post().uri("/request/verify").exchange().expectStatus().isUnauthorized();
    }

    private List<String> mails() {
        return new AuthRows(db).mailsTo(user.user().email());
    }
}
