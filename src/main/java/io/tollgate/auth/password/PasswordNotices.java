package io.tollgate.auth.password;

import io.tollgate.auth.session.Device;
import io.tollgate.platform.mail.Mail;
import io.tollgate.platform.mail.Mailer;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.User;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Tells the owner of an account that its password is another one now: they may hear of it first here. */
@Component
class PasswordNotices {

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("d MMMM uuuu HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Mailer mailer;
    private final Clock clock;

    PasswordNotices(Mailer mailer, Clock clock) {
        this.mailer = mailer;
        this.clock = clock;
    }

    Mono<Void> reset(User user, RequestFacts facts) {
        return tell("Your password was reset", user, facts);
    }

    Mono<Void> changed(User user, RequestFacts facts) {
        return tell("Your password was changed", user, facts);
    }

    Mono<Void> removed(User user) {
        return mailer.queue(new Mail(
                "password_removed",
                "Your address is confirmed, your password removed",
                user.emailDisplay(),
                Map.of("username", user.greeting())));
    }

    private Mono<Void> tell(String subject, User user, RequestFacts facts) {
        return Mono.defer(() -> mailer.queue(new Mail(
                "password_changed",
                subject,
                user.emailDisplay(),
                Map.of(
                        "username", user.username(),
                        "when", WHEN.format(clock.instant()),
                        "ip", facts.ip(),
                        "device", Device.of(facts.userAgent()).words()))));
    }
}
