package io.tollgate.billing.collection;

import io.tollgate.billing.subscription.SubscriptionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A subscription that the engine runs and that has not ended, and what is owed for it itself: that alone decides whether it is open.
 *
 * @param invoiceId the oldest that is not paid; null for none
 * @param since the day since which that is owed; null for none
 * @param retryAt until then it is left alone, since it could not be closed; null for none
 */
record RunSubscription(
        UUID id,
        SubscriptionStatus status,
        @Nullable UUID invoiceId,
        @Nullable Instant since,
        @Nullable Instant retryAt) {

    /** What its own debt has come to. */
    OverdueState state(Instant now, CollectionProperties properties) {
        return since == null ? OverdueState.CLEAR : OverdueState.of(Duration.between(since, now), properties);
    }

    /** Whether it is to be closed, or ended, and is not yet. */
    boolean closes(Instant now, CollectionProperties properties) {
        boolean due = switch (state(now, properties)) {
            case CANCELLED -> true;
            case BLOCKED -> open();
            case WARNING, CLEAR -> false;
        };
        return due && (retryAt == null || !retryAt.isAfter(now));
    }

    /** Not paid for according to its status, although what it owes would not keep it closed. */
    boolean restorable(Instant now, CollectionProperties properties) {
        return overdue() && !state(now, properties).worseThan(OverdueState.WARNING);
    }

    /** When it is closed, or ended, next. */
    Optional<Instant> next(CollectionProperties properties) {
        return Optional.ofNullable(since)
                .map(first -> first.plus(open() ? properties.blockAfter() : properties.cancelAfter()))
                .map(first -> retryAt == null || retryAt.isBefore(first) ? first : retryAt);
    }

    private boolean open() {
        return switch (status) {
            case TRIALING, ACTIVE, PAST_DUE -> true;
            case INCOMPLETE, INCOMPLETE_EXPIRED, UNPAID, PAUSED, CANCELED -> false;
        };
    }

    private boolean overdue() {
        return status == SubscriptionStatus.PAST_DUE || status == SubscriptionStatus.UNPAID;
    }
}
