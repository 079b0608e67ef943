package io.tollgate.billing.subscription;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a subscription stands, in Stripe's words. Clients see the five words they know from before: {@code active, trialing,
 * past_due, canceled, pending}.
 */
public enum SubscriptionStatus {
    /** The first payment has not come yet. */
    INCOMPLETE("pending"),
    /** It did not come within a day. */
    INCOMPLETE_EXPIRED("canceled"),
    TRIALING("trialing"),
    ACTIVE("active"),
    /** A payment failed and is tried again. */
    PAST_DUE("past_due"),
    /** All tries failed; the subscription is kept, without access. */
    UNPAID("past_due"),
    /** The trial ended without a means of payment, or the paid time while nothing is collected. */
    PAUSED("pending"),
    CANCELED("canceled");

    /** For SQL: those that are {@link #live}, in parentheses. The partial indexes of {@code subscriptions} name the same. */
    public static final String LIVE = Arrays.stream(values())
            .filter(SubscriptionStatus::live)
            .map(status -> "'" + status.value() + "'")
            .collect(Collectors.joining(", ", "(", ")"));

    private final String shown;

    SubscriptionStatus(String shown) {
        this.shown = shown;
    }

    /** Takes the user's one place: no second subscription beside it. */
    public boolean live() {
        return switch (this) {
            case TRIALING, ACTIVE, PAST_DUE, UNPAID, PAUSED -> true;
            case INCOMPLETE, INCOMPLETE_EXPIRED, CANCELED -> false;
        };
    }

    /** Nothing comes after it. */
    public boolean over() {
        return this == CANCELED || this == INCOMPLETE_EXPIRED;
    }

    /**
     * Whether a later reading may say so. Readings are far apart, so what lies between two of them may be left out; but what
     * has ended stays ended, and what has once begun is never again a first payment that has not come.
     */
    public boolean mayBecome(SubscriptionStatus next) {
        return next == this || !over() && (this == INCOMPLETE || next != INCOMPLETE && next != INCOMPLETE_EXPIRED);
    }

    /** As clients see it. */
    public String shown() {
        return shown;
    }

    /** As stored: Stripe's word. */
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Whether a subscription of this status opens what its plan promises. A failed renewal is overlooked for a while; what is
     * cancelled stays open to the end of what is paid.
     *
     * @param periodStart of the current period; after a failed renewal, of the one that is not paid
     * @param periodEnd of a cancelled subscription the end of access
     * @param grace how long a failed renewal is overlooked
     */
    public boolean opens(Instant now, @Nullable Instant periodStart, @Nullable Instant periodEnd, Duration grace) {
        return switch (this) {
            case TRIALING, ACTIVE -> true;
            case PAST_DUE -> periodStart == null || now.isBefore(periodStart.plus(grace));
            case CANCELED -> periodEnd != null && now.isBefore(periodEnd);
            case INCOMPLETE, INCOMPLETE_EXPIRED, UNPAID, PAUSED -> false;
        };
    }

    public static SubscriptionStatus of(String value) {
        return valueOf(value.toUpperCase(Locale.ROOT));
    }
}
