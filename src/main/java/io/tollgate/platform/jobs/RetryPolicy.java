package io.tollgate.platform.jobs;

import java.security.SecureRandom;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** How long a failed job waits: twice as long after each failure, up to a cap, each time a fifth more or less at random. */
@Component
class RetryPolicy {

    private static final double SPREAD = 0.2;

    private final JobsProperties properties;
    private final SecureRandom random;

    RetryPolicy(JobsProperties properties, SecureRandom random) {
        this.properties = properties;
        this.random = random;
    }

    boolean mayRetry(String type, int failedAttempt) {
        return failedAttempt < properties.maxAttemptsOf(type);
    }

    Duration delayAfter(int failedAttempt) {
        double doubled = properties.backoff().toMillis() * Math.pow(2, failedAttempt - 1.0);
        double capped = Math.min(doubled, properties.maxBackoff().toMillis());
        return Duration.ofMillis(Math.round(capped * random.nextDouble(1 - SPREAD, 1 + SPREAD)));
    }
}
