package io.tollgate.billing.reconciliation;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.time.Ids;
import io.tollgate.platform.web.Page;
import io.tollgate.platform.web.PageRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Begins reconciliations, of which there is one at a time, and tells of them. */
@Component
public class Reconciling {

    /** How long Stripe tries to deliver an event. */
    private static final Duration WINDOW = Duration.ofHours(72);

    /** The first one: as long as Stripe keeps events. */
    private static final Duration FIRST_WINDOW = Duration.ofDays(30);

    /** A batch is tried for less than an hour before it is a dead letter. */
    private static final Duration STUCK_AFTER = Duration.ofHours(2);

    private static final Duration KEPT = Duration.ofDays(90);

    private final ReconciliationRepository reconciliations;
    private final DifferenceRepository differences;
    private final Outbox outbox;
    private final AuditLog audit;
    private final TransactionalOperator tx;
    private final Ids ids;
    private final Clock clock;

    Reconciling(
            ReconciliationRepository reconciliations,
            DifferenceRepository differences,
            Outbox outbox,
            AuditLog audit,
            TransactionalOperator tx,
            Ids ids,
            Clock clock) {
        this.reconciliations = reconciliations;
        this.differences = differences;
        this.outbox = outbox;
        this.audit = audit;
        this.tx = tx;
        this.ids = ids;
        this.clock = clock;
    }

    /** A new one, or the one that is under way. */
    public Mono<Reconciliation> start(AuditEntry entry) {
        UUID id = ids.next();
        return begin(id, entry.actorId())
                .delayUntil(begun -> begun ? audit.record(entry.on("reconciliation", id)) : Mono.empty())
                .flatMap(begun -> begun ? reconciliations.find(id) : current())
                .as(tx::transactional);
    }

    /** The one that was in the way; by now it may have ended. */
    private Mono<Reconciliation> current() {
        return reconciliations
                .findRunning()
                .switchIfEmpty(Mono.defer(() -> reconciliations.latest(1, 0).singleOrEmpty()));
    }

    /** The latest first. */
    public Mono<Page<Reconciliation>> page(PageRequest request) {
        return reconciliations
                .latest(request.limit(), request.offset())
                .collectList()
                .zipWith(reconciliations.count(), (found, total) -> Page.of(request, found, total));
    }

    public Mono<Reconciliation> find(UUID id) {
        return reconciliations.find(id);
    }

    public Mono<Page<Difference>> differences(UUID id, PageRequest request) {
        return differences
                .of(id, request.limit(), request.offset())
                .collectList()
                .zipWith(differences.count(id), (found, total) -> Page.of(request, found, total));
    }

    /** Wants a transaction round it. False when one is under way. */
    Mono<Boolean> begin(UUID id, @Nullable UUID startedBy) {
        Instant now = clock.instant();
        return reconciliations
                .abandon(now.minus(STUCK_AFTER), now)
                .then(reconciliations.deleteBefore(now.minus(KEPT)))
                .then(since(now))
                .flatMap(since -> reconciliations.insert(id, startedBy, since, now))
                .delayUntil(begun -> begun ? goOn(id, 1) : Mono.empty());
    }

    /** Promises the next batch. */
    Mono<Void> goOn(UUID id, int batch) {
        return outbox.enqueue(ReconciliationBatch.TYPE, id.toString(), new ReconciliationBatch.Payload(id, batch));
    }

    /** As far back as may have been missed by those that came to their end, and three days at least. */
    private Mono<Instant> since(Instant now) {
        return reconciliations
                .lastFinished()
                .map(begun -> begun.minus(Duration.ofHours(1)))
                .switchIfEmpty(reconciliations.earliestWanted())
                .defaultIfEmpty(now.minus(FIRST_WINDOW))
                .map(wanted -> earlier(wanted, now.minus(WINDOW)));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
