package io.tollgate.billing.stripe;

import java.time.Duration;
import java.util.random.RandomGenerator;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Tries again what may yet succeed, with the same key, a little later each time. Half of each delay is random, so that calls
 * that failed together do not come back together (Stripe, rate limits: exponential backoff with jitter).
 */
final class StripeRetries {

    private final int maxAttempts;
    private final Duration delay;
    private final RandomGenerator random;

    StripeRetries(int maxAttempts, Duration delay, RandomGenerator random) {
        this.maxAttempts = maxAttempts;
        this.delay = delay;
        this.random = random;
    }

    Retry retry() {
        return Retry.from(signals -> signals.concatMap(this::next));
    }

    private Mono<Long> next(Retry.RetrySignal signal) {
        long attempt = signal.totalRetries() + 1;
        return signal.failure() instanceof StripeFailure failure && failure.isRetryable() && attempt < maxAttempts
                ? Mono.delay(delayBefore(attempt))
                : Mono.error(signal.failure());
    }

    private Duration delayBefore(long attempt) {
        Duration full = delay.multipliedBy(1L << (attempt - 1));
        return full.dividedBy(2).plusNanos((long) (random.nextDouble() * full.toNanos() / 2));
    }
}
