package io.tollgate.admin.users;

import io.tollgate.platform.mail.Mail;
import io.tollgate.platform.mail.Mailer;
import io.tollgate.user.User;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Tells users what an administrator has done to their account: who gets into an administrator's session cannot work unseen. Joins
 * the caller's transaction. Neither the reason nor the administrator is named.
 */
@Component
class AdminNotices {

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("d MMMM uuuu HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Mailer mailer;
    private final Clock clock;

    AdminNotices(Mailer mailer, Clock clock) {
        this.mailer = mailer;
        this.clock = clock;
    }

    Mono<Void> roleChanged(User user, boolean admin) {
        return admin
                ? tell(user, "You are an administrator now", "you were made an administrator")
                : tell(user, "You are no longer an administrator", "the role of an administrator was taken from you");
    }

    Mono<Void> deactivated(User user) {
        return tell(user, "Your account was deactivated", "your account was deactivated by an administrator");
    }

    Mono<Void> sessionsEnded(User user) {
        return tell(
                user, "You were signed out", "an administrator has signed you out, on one device or on all of them");
    }

    Mono<Void> verified(User user) {
        return tell(user, "Your address was confirmed", "an administrator has confirmed your address for you");
    }

    /** Nobody is greeted by a name at an address they have not proven, and of who was erased nothing is left to write to. */
    private Mono<Void> tell(User user, String subject, String what) {
        return user.erased()
                ? Mono.empty()
                : Mono.defer(() -> mailer.queue(new Mail(
                        "admin_action",
                        subject,
                        user.emailDisplay(),
                        Map.of("what", what, "when", WHEN.format(clock.instant())))));
    }
}
