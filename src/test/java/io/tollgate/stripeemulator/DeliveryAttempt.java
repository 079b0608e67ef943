package io.tollgate.stripeemulator;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to deliver an event.
 *
 * @param number 1 for the first attempt of this delivery
 * @param status the endpoint's HTTP status, null if it did not answer
 * @param error why there is no status
 */
public record DeliveryAttempt(
        String eventId,
        String type,
        String url,
        int number,
        @Nullable Integer status,
        @Nullable String error,
        Instant at) {
    /** Whether the endpoint took the event. */
    public boolean accepted() {
        return status != null && status >= 200 && status < 300;
    }

    /** Until the next one: twice as long each time, but who comes back after a while shall not wait as long again. */
    Duration waitAfter(Duration backoff) {
        return backoff.multipliedBy(1L << Math.min(number - 1, 6));
    }
}
