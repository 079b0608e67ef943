package io.tollgate.billing.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How long what failed or has to wait is put off, each time a little differently, so that not all come back at once. */
@Component
class RetryDelays {

    private static final double SPREAD = 0.1;

    private final List<Duration> delays;
    private final RandomGenerator random;

    RetryDelays(WebhookProperties properties, RandomGenerator random) {
        this.delays = properties.retryDelays();
        this.random = random;
    }

    /** @return null after the last attempt */
    @Nullable Instant after(int failedAttempts, Instant now) {
        return failedAttempts > delays.size() ? null : now.plus(about(delays.get(failedAttempts - 1)));
    }

    /** For those who find the endpoint resting: spread over a tenth of the rest, so that one of them tries it first. */
    Instant behind(Instant restsUntil, Instant now) {
        long span = Math.max(1_000, Duration.between(now, restsUntil).toMillis() / 10);
        return restsUntil.plusMillis(random.nextLong(span));
    }

    /** For those who find that another tries whether the endpoint is well. */
    Instant soon(Instant now) {
        return now.plusMillis(random.nextLong(250, 1_250));
    }

    private Duration about(Duration delay) {
        return Duration.ofMillis(Math.round(delay.toMillis() * random.nextDouble(1 - SPREAD, 1 + SPREAD)));
    }
}
