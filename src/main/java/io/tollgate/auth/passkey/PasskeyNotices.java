package io.tollgate.auth.passkey;

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

/** Tells people by mail what happened to their passkeys (ASVS 6.3.7). Each joins the caller's transaction. */
@Component
class PasskeyNotices {

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("d MMMM uuuu HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Mailer mailer;
    private final Clock clock;

    PasskeyNotices(Mailer mailer, Clock clock) {
        this.mailer = mailer;
        this.clock = clock;
    }

    Mono<Void> added(User user, Passkey passkey, RequestFacts facts) {
        return send("passkey_added", "A passkey was added to your account", user, passkey, facts);
    }

    Mono<Void> removed(User user, Passkey passkey, RequestFacts facts) {
        return send("passkey_removed", "A passkey was removed from your account", user, passkey, facts);
    }

    Mono<Void> countedBack(User user, Passkey passkey, RequestFacts facts) {
        return send("passkey_copied", "A passkey of yours may have been copied", user, passkey, facts);
    }

    private Mono<Void> send(String template, String subject, User user, Passkey passkey, RequestFacts facts) {
        return Mono.defer(() -> mailer.queue(new Mail(
                template,
                subject,
                user.emailDisplay(),
                Map.of(
                        "username", user.username(),
                        "passkey", passkey.name(),
                        "when", WHEN.format(clock.instant()),
                        "ip", facts.ip(),
                        "device", Device.of(facts.userAgent()).words()))));
    }
}
