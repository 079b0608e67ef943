package io.tollgate.stripeemulator;

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
}
