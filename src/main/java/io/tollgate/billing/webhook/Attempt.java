package io.tollgate.billing.webhook;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came of one request.
 *
 * @param status of the answer; null when there was none
 * @param error why it counts as failed; null for success
 * @param answer the beginning of the answer's body
 */
record Attempt(
        @Nullable Integer status,
        @Nullable String error,
        @Nullable String answer,
        Duration took) {

    private static final int GONE = 410;

    boolean delivered() {
        return error == null;
    }

    /** The receiver does not want to hear from us again. */
    boolean gone() {
        return status != null && status == GONE;
    }
}
