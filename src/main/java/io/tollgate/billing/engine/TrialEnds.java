package io.tollgate.billing.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes trials past their end, each in a transaction of its own: whether there is a card is asked first, before anything is locked.
 * Where the provider does not say, the trial goes on until it does.
 */
@Component
class TrialEnds {

    private static final Logger LOG = LoggerFactory.getLogger(TrialEnds.class);

    /** So many of so short a time each leave a shift of the run its length. */
    static final int PAGE = 20;

    private static final int AT_ONCE = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration AGAIN_IN = Duration.ofMinutes(10);

    private final TrialEndRepository rows;
    private final Means means;
    private final InvoiceChunk chunk;
    private final Clock clock;

    TrialEnds(TrialEndRepository rows, Means means, InvoiceChunk chunk, Clock clock) {
        this.rows = rows;
        this.means = means;
        this.chunk = chunk;
        this.clock = clock;
    }

    /** How many were over; fewer than a page when there are no more. */
    Mono<Integer> next() {
        return Mono.defer(() -> rows.over(clock.instant(), PAGE)).flatMap(this::pass);
    }

    private Mono<Integer> pass(List<UUID> over) {
        return Flux.fromIterable(over).flatMap(this::end, AT_ONCE).then(Mono.just(over.size()));
    }

    private Mono<Void> end(UUID id) {
        Instant now = clock.instant();
        return means.asked(id, now)
                .timeout(PATIENCE)
                .onErrorResume(fault -> putOff(id, now, fault))
                .flatMap(answers -> answers.before(chunk.alone(id)))
                .then();
    }

    private <T> Mono<T> putOff(UUID id, Instant now, Throwable fault) {
        LOG.warn("Whether subscription {} can be paid for is not known yet: {}", id, fault.toString());
        return rows.putOff(id, now.plus(AGAIN_IN)).then(Mono.empty());
    }
}
