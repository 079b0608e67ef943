package io.tollgate.billing.webhook;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.mail.Mail;
import io.tollgate.platform.mail.Mailer;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Stops sending to an endpoint that does not answer any more, and says so. */
@Component
class Disabling {

    private static final Map<DisabledReason, String> REASONS = Map.of(
            DisabledReason.GONE, "it answered 410 Gone", DisabledReason.FAILING, "every attempt has failed for days");

    private final EndpointRepository endpoints;
    private final UserRepository users;
    private final Mailer mailer;
    private final AuditLog audit;

    Disabling(EndpointRepository endpoints, UserRepository users, Mailer mailer, AuditLog audit) {
        this.endpoints = endpoints;
        this.users = users;
        this.mailer = mailer;
        this.audit = audit;
    }

    /** Once, however many attempts find it so. Wants a transaction round it. */
    Mono<Void> disable(UUID endpointId, DisabledReason reason) {
        return endpoints
                .disable(endpointId, reason)
                .delayUntil(endpoint -> endpoints.abandonWaiting(endpoint.id()))
                .delayUntil(endpoint -> audit.record(AuditEntry.of("webhook_endpoint.disabled", RequestFacts.NONE)
                        .on("webhook_endpoint", endpoint.id())
                        .with(Map.of("reason", reason.value()))))
                .flatMapMany(endpoint ->
                        users.activeAdmins().concatMap(admin -> mailer.queue(mail(endpoint, reason, admin))))
                .then();
    }

    private static Mail mail(Endpoint endpoint, DisabledReason reason, User admin) {
        return new Mail(
                "webhook_disabled",
                "A webhook endpoint was disabled",
                admin.emailDisplay(),
                Map.of(
                        "username", admin.username(),
                        "url", endpoint.url(),
                        "reason", REASONS.getOrDefault(reason, reason.value())));
    }
}
