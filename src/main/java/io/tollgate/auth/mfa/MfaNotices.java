package io.tollgate.auth.mfa;

import io.tollgate.auth.session.Device;
import io.tollgate.platform.mail.Mail;
import io.tollgate.platform.mail.Mailer;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.User;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Tells people by mail what happened to their second factors (ASVS 6.3.7). Each joins the caller's transaction. */
@Component
class MfaNotices {

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern(
                    "d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Mailer mailer;
    private final MfaProperties properties;
    private final Clock clock;

    MfaNotices(Mailer mailer, MfaProperties properties, Clock clock) {
        this.mailer = mailer;
        this.properties = properties;
        this.clock = clock;
    }

    Mono<Void> enabled(User user, RequestFacts facts) {
        return send("mfa_enabled", "An authenticator app was added", user, facts, Map.of());
    }

    Mono<Void> disabled(User user, RequestFacts facts) {
        return send("mfa_disabled", "An authenticator app was removed", user, facts, Map.of());
    }

    /** By an administrator, whose address and device are nobody else's business. */
    Mono<Void> reset(User user) {
        return send("mfa_reset", "Your second factors were removed", user, RequestFacts.NONE, Map.of());
    }

    Mono<Void> codesReplaced(User user, RequestFacts facts) {
        return send("recovery_codes_replaced", "New recovery codes", user, facts, Map.of());
    }

    Mono<Void> codeUsed(User user, long left, RequestFacts facts) {
        return send("recovery_code_used", "A recovery code was used", user, facts, Map.of("left", Long.toString(left)));
    }

    Mono<Void> locked(User user, RequestFacts facts) {
        String minutes = Long.toString(properties.lockFor().toMinutes());
        return send("mfa_locked", "Somebody tried to log in as you", user, facts, Map.of("minutes", minutes));
    }

    private Mono<Void> send(
            String template, String subject, User user, RequestFacts facts, Map<String, String> particulars) {
        return Mono.defer(() -> {
            Map<String, String> variables = new HashMap<>(particulars);
            variables.put("username", user.username());
            variables.put("when", WHEN.format(clock.instant()));
            variables.put("ip", facts.ip());
            variables.put("device", Device.of(facts.userAgent()).words());
            return mailer.queue(new Mail(template, subject, user.emailDisplay(), variables));
        });
    }
}
