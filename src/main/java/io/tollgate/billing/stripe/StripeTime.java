package io.tollgate.billing.stripe;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Stripe's times are whole seconds since 1970. */
final class StripeTime {

    private StripeTime() {}

    static @Nullable Instant orNull(@Nullable Long seconds) {
        return seconds == null ? null : Instant.ofEpochSecond(seconds);
    }

    static Instant of(@Nullable Long seconds) {
        return Instant.ofEpochSecond(seconds == null ? 0 : seconds);
    }
}
