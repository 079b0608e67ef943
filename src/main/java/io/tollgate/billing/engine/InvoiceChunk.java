package io.tollgate.billing.engine;

import io.tollgate.platform.db.RefusedValue;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.dao.NonTransientDataAccessException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.PermissionDeniedDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Some of the subscriptions that are due, taken past their boundary in one transaction. */
@Component
class InvoiceChunk {

    private static final Logger LOG = LoggerFactory.getLogger(InvoiceChunk.class);

    private final EngineRepository rows;
    private final DueBoundaries boundaries;
    private final EngineProperties properties;
    private final TransactionalOperator tx;
    private final Clock clock;

    InvoiceChunk(
            EngineRepository rows,
            DueBoundaries boundaries,
            EngineProperties properties,
            TransactionalOperator tx,
            Clock clock) {
        this.rows = rows;
        this.boundaries = boundaries;
        this.properties = properties;
        this.tx = tx;
        this.clock = clock;
    }

    /** The ids of a chunk that failed as a whole. */
    private static final class Spoilt extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient List<UUID> ids;

        Spoilt(List<UUID> ids, Throwable cause) {
            super("A chunk of " + ids.size(), cause, false, false);
            this.ids = ids;
        }
    }

    /** How many it took; fewer than a chunk when nothing more is due, or others are at it. */
    Mono<Integer> next() {
        return Mono.defer(() -> rows.claim(clock.instant(), properties.chunk()).flatMap(this::pass))
                .as(tx::transactional)
                .onErrorResume(Spoilt.class, this::oneByOne);
    }

    private Mono<Integer> pass(List<EngineSubscription> due) {
        return boundaries
                .pass(due, clock.instant())
                .onErrorMap(
                        InvoiceChunk::isAboutData,
                        fault -> new Spoilt(
                                due.stream().map(EngineSubscription::id).toList(), fault))
                .thenReturn(due.size());
    }

    /** The one that spoilt the chunk is found, and parked. */
    private Mono<Integer> oneByOne(Spoilt spoilt) {
        LOG.warn("{} subscriptions are billed one by one", spoilt.ids.size(), spoilt.getCause());
        return Flux.fromIterable(spoilt.ids).concatMap(this::alone).then(Mono.just(spoilt.ids.size()));
    }

    /** Past its boundary in a transaction of its own; or parked, when it cannot be billed. Empty when nothing is due any more. */
    Mono<Boolean> alone(UUID id) {
        Instant now = clock.instant();
        return rows.lock(id)
                .filter(of -> of.parked() == null && due(of, now))
                .flatMap(of -> boundaries.pass(List.of(of), now).thenReturn(true))
                .as(tx::transactional)
                .onErrorResume(InvoiceChunk::isAboutData, fault -> {
                    LOG.warn("Subscription {} cannot be billed", id, fault);
                    return rows.park(id, "cannot_be_billed");
                });
    }

    private static boolean due(EngineSubscription of, Instant now) {
        Instant next = of.course().nextRunAt();
        return next != null && !next.isAfter(now);
    }

    /**
     * Trying again would come to the same; a provider that is away, or a database that is away, busy, of another version or not ours
     * to write to is everybody's trouble, and nobody is parked for it.
     */
    private static boolean isAboutData(Throwable fault) {
        // The driver calls a bad value bad grammar, which else is the deployment's.
        return RefusedValue.isCauseOf(fault)
                || fault instanceof NonTransientDataAccessException
                        && !(fault instanceof NonTransientDataAccessResourceException)
                        && !(fault instanceof InvalidDataAccessResourceUsageException)
                        && !(fault instanceof PermissionDeniedDataAccessException)
                || fault instanceof ApiException refused && refused.code() != ErrorCode.PAYMENT_PROVIDER_UNAVAILABLE
                || fault instanceof IllegalStateException
                || fault instanceof IllegalArgumentException
                || fault instanceof ArithmeticException;
    }
}
