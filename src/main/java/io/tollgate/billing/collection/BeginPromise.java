package io.tollgate.billing.collection;

import io.tollgate.platform.jobs.Outbox;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Promises that new invoices are told of and collected. Those that a run makes wait until it has got on: 30,000 mails beside it
 * would make the run, which holds locks that customers wait for, several times as long.
 */
@Component
class BeginPromise {

    private final Outbox outbox;
    private final CollectionProperties properties;
    private final Clock clock;

    BeginPromise(Outbox outbox, CollectionProperties properties, Clock clock) {
        this.outbox = outbox;
        this.properties = properties;
        this.clock = clock;
    }

    /** In the transaction that issues them. @param invoiceIds at most 200 */
    Mono<Void> promise(List<UUID> invoiceIds) {
        return Mono.defer(() -> invoiceIds.isEmpty() ? Mono.empty() : enqueue(invoiceIds));
    }

    private Mono<Void> enqueue(List<UUID> invoiceIds) {
        Instant now = clock.instant();
        // Somebody may be waiting for a single one.
        Instant at = invoiceIds.size() == 1 ? now : now.plus(properties.afterRun());
        return outbox.enqueueAt(
                BeginCollection.TYPE, invoiceIds.getFirst().toString(), new BeginCollection.Payload(invoiceIds), at);
    }
}
