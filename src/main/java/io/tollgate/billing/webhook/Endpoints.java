package io.tollgate.billing.webhook;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.time.Ids;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** What administrators do to endpoints. Each deed is in the audit log. */
@Component
class Endpoints {

    private static final String SUBJECT = "webhook_endpoint";

    private final EndpointRepository repository;
    private final EndpointSecrets secrets;
    private final Destinations destinations;
    private final Listening listening;
    private final AuditLog audit;
    private final TransactionalOperator tx;
    private final WebhookProperties properties;
    private final Ids ids;
    private final Clock clock;

    Endpoints(
            EndpointRepository repository,
            EndpointSecrets secrets,
            Destinations destinations,
            Listening listening,
            AuditLog audit,
            TransactionalOperator tx,
            WebhookProperties properties,
            Ids ids,
            Clock clock) {
        this.repository = repository;
        this.secrets = secrets;
        this.destinations = destinations;
        this.listening = listening;
        this.audit = audit;
        this.tx = tx;
        this.properties = properties;
        this.ids = ids;
        this.clock = clock;
    }

    Mono<IssuedSecret> create(EndpointRequest wanted, AuditEntry entry) {
        return reachable(wanted.url())
                .then(Mono.defer(() -> insert(wanted, entry)))
                .doOnNext(_ -> listening.forget());
    }

    private Mono<IssuedSecret> insert(EndpointRequest wanted, AuditEntry entry) {
        UUID id = ids.next();
        SigningSecret secret = secrets.make();
        return repository
                .insert(id, wanted, secrets.encrypt(id, secret), properties.maxEndpoints())
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.WEBHOOK_ENDPOINT_LIMIT)))
                .delayUntil(made -> audit.record(entry.on(SUBJECT, id).with(Map.of("url", made.url()))))
                .as(tx::transactional)
                .map(made -> new IssuedSecret(made, secret.text()));
    }

    Mono<Endpoint> change(UUID id, EndpointChange change, AuditEntry entry) {
        if (change.contradictsItself()) {
            return Mono.error(() -> ApiException.invalid("all_events", "Not together with event_types"));
        }
        return reachable(change.url())
                .then(Mono.defer(() -> update(id, change, entry)))
                .doOnNext(_ -> listening.forget());
    }

    private Mono<Endpoint> update(UUID id, EndpointChange change, AuditEntry entry) {
        return repository
                .lock(id)
                .switchIfEmpty(Mono.error(Endpoints::notFound))
                .flatMap(before -> repository.update(over(before, change)))
                .delayUntil(now -> now.enabled() ? Mono.empty() : repository.abandonWaiting(id))
                .delayUntil(now -> audit.record(entry.on(SUBJECT, id)
                        .with(Map.of("url", now.url(), "enabled", Boolean.toString(now.enabled())))))
                .as(tx::transactional);
    }

    Mono<IssuedSecret> rotate(UUID id, RotateSecret wanted, AuditEntry entry) {
        SigningSecret secret = secrets.make();
        Duration overlap = wanted.overlap(properties.secretOverlap());
        return repository
                .rotate(id, secrets.encrypt(id, secret), clock.instant().plus(overlap))
                .switchIfEmpty(Mono.error(Endpoints::notFound))
                .delayUntil(_ -> audit.record(entry.on(SUBJECT, id).with(Map.of("overlap", overlap.toString()))))
                .as(tx::transactional)
                .map(rotated -> new IssuedSecret(rotated, secret.text()));
    }

    Mono<Void> delete(UUID id, AuditEntry entry) {
        return repository
                .delete(id)
                .filter(deleted -> deleted)
                .switchIfEmpty(Mono.error(Endpoints::notFound))
                .delayUntil(_ -> audit.record(entry.on(SUBJECT, id)))
                .as(tx::transactional)
                .doOnNext(_ -> listening.forget())
                .then();
    }

    static ApiException notFound() {
        return new ApiException(ErrorCode.WEBHOOK_ENDPOINT_NOT_FOUND);
    }

    /** DNS is asked before the transaction: a slow one would hold its connection. */
    private Mono<Void> reachable(@Nullable String url) {
        return Mono.justOrEmpty(url)
                .flatMap(destinations::check)
                .onErrorMap(RefusedAddress.class, e -> ApiException.invalid("url", String.valueOf(e.getMessage())))
                .then();
    }

    private static Endpoint over(Endpoint before, EndpointChange change) {
        return new Endpoint(
                before.id(),
                change.url() == null ? before.url() : change.url(),
                change.description() == null ? before.description() : change.description(),
                Boolean.TRUE.equals(change.allEvents())
                        ? null
                        : change.eventTypes() == null ? before.eventTypes() : change.eventTypes(),
                change.enabled() == null ? before.enabled() : change.enabled(),
                before.disabledReason(),
                before.disabledAt(),
                before.previousSecretUntil(),
                before.failingSince(),
                before.createdAt(),
                before.updatedAt());
    }
}
