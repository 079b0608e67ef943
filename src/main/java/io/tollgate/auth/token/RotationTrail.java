package io.tollgate.auth.token;

import io.tollgate.auth.session.Device;
import io.tollgate.auth.token.RotationResult.Ended;
import io.tollgate.auth.token.RotationResult.Expired;
import io.tollgate.auth.token.RotationResult.Reused;
import io.tollgate.auth.token.RotationResult.Rotated;
import io.tollgate.auth.token.RotationResult.Unknown;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.audit.SampledAudit;
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

/** What stays of a rotation that was not the common case. A common one is its own trace: a row with time and parent. */
@Component
class RotationTrail {

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("d MMMM uuuu HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final AuditLog audit;
    private final SampledAudit sampled;
    private final Mailer mailer;
    private final Clock clock;

    RotationTrail(AuditLog audit, SampledAudit sampled, Mailer mailer, Clock clock) {
        this.audit = audit;
        this.sampled = sampled;
        this.mailer = mailer;
        this.clock = clock;
    }

    Mono<Void> leave(RotationResult result, RefreshToken token, RequestFacts facts) {
        AuditEntry entry = AuditEntry.of("session.refresh", facts)
                .by(token.userId())
                .in(token.sessionId())
                .on("refresh_token", token.id());
        return switch (result) {
            case Rotated _ -> Mono.empty();
            case Unknown _ -> audit.record(entry.failed("unknown_token"));
            case Expired _ -> audit.record(entry.failed("expired"));
            case Ended _ -> audit.record(entry.failed("session_ended"));
            case Reused _ -> audit.record(entry.failed("refresh_token_reused"));
        };
    }

    /** Rare, and what a thief with an old token would be given as well. */
    Mono<Void> replaced(RefreshToken parent, Family family, RequestFacts facts) {
        return audit.record(AuditEntry.of("session.refresh_replaced", facts)
                .by(parent.userId())
                .in(parent.sessionId())
                .on("refresh_token", parent.id())
                .with(Map.of("replacement", family.token().id().toString())));
    }

    /** Anybody can send that: not every one of them is written down. */
    Mono<Void> malformed(RequestFacts facts) {
        return sampled.record(AuditEntry.of("session.refresh", facts).failed("malformed"));
    }

    /** Tells the user that somebody else may have had a token of theirs. */
    Mono<Void> warn(User user, RequestFacts facts) {
        return Mono.defer(() -> mailer.queue(new Mail(
                "session_ended",
                "You were signed out for your safety",
                user.emailDisplay(),
                Map.of(
                        "username", user.username(),
                        "when", WHEN.format(clock.instant()),
                        "ip", facts.ip(),
                        "device", Device.of(facts.userAgent()).words()))));
    }
}
