package io.tollgate.billing.engine;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes trials past their end, each in a transaction of its own: whether there is a card is asked first, before anything is locked.
 * Where the provider does not say, the trial goes on until it does; where it refuses to, now and tomorrow, the subscription is left
 * alone until somebody has looked.
 */
@Component
class TrialEnds {

    private static final Logger LOG = LoggerFactory.getLogger(TrialEnds.class);

    /** So many of so short a time each leave a shift of the run its length. */
    static final int PAGE = 20;

    private static final int AT_ONCE = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration AGAIN_IN = Duration.ofMinutes(10);

    /** Longer than a page takes: nobody else is at it until then. */
    private static final Duration LEASE = Duration.ofMinutes(1);

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
        return Mono.defer(() -> claim(clock.instant())).flatMap(this::pass);
    }

    private Mono<List<UUID>> claim(Instant now) {
        return rows.claim(now, now.plus(LEASE), PAGE);
    }

    private Mono<Integer> pass(List<UUID> over) {
        return Flux.fromIterable(over).flatMap(this::end, AT_ONCE).then(Mono.just(over.size()));
    }

    private Mono<Void> end(UUID id) {
        Instant now = clock.instant();
        return means.asked(id, now)
                .timeout(PATIENCE)
                .onErrorResume(TrialEnds::isAway, fault -> putOff(id, now, fault))
                .onErrorResume(ApiException.class, fault -> Mono.just(Means.Answers.refused(id, fault)))
                .flatMap(answers -> answers.before(chunk.alone(id)))
                .then();
    }

    private static boolean isAway(Throwable fault) {
        return fault instanceof TimeoutException
                || fault instanceof ApiException refused && refused.code() == ErrorCode.PAYMENT_PROVIDER_UNAVAILABLE;
    }

    private <T> Mono<T> putOff(UUID id, Instant now, Throwable fault) {
        LOG.warn("Whether subscription {} can be paid for is not known yet: {}", id, fault.toString());
        return rows.putOff(id, now.plus(AGAIN_IN)).then(Mono.empty());
    }
}
