package io.tollgate.auth.social;

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

/** Tells users that a way into their account was added or removed (ASVS 6.3.7). Joins the caller's transaction. */
@Component
class IdentityMails {

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("d MMMM uuuu HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Mailer mailer;
    private final Providers providers;
    private final Clock clock;

    IdentityMails(Mailer mailer, Providers providers, Clock clock) {
        this.mailer = mailer;
        this.providers = providers;
        this.clock = clock;
    }

    Mono<Void> linked(User user, User.Provider provider, RequestFacts facts) {
        String name = providers.displayName(provider);
        return queue("identity_linked", name + " sign-in was added to your account", user, name, facts);
    }

    Mono<Void> unlinked(User user, User.Provider provider, RequestFacts facts) {
        String name = providers.displayName(provider);
        return queue("identity_unlinked", name + " sign-in was removed from your account", user, name, facts);
    }

    private Mono<Void> queue(String template, String subject, User user, String provider, RequestFacts facts) {
        return Mono.defer(() -> mailer.queue(new Mail(
                template,
                subject,
                user.emailDisplay(),
                Map.of(
                        "username", user.username(),
                        "provider", provider,
                        "when", WHEN.format(clock.instant()),
                        "ip", facts.ip(),
                        "device", Device.of(facts.userAgent()).words()))));
    }
}
