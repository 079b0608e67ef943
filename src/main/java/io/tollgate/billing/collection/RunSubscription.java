package io.tollgate.billing.collection;

import io.tollgate.billing.subscription.SubscriptionStatus;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A subscription that the engine runs and that has not ended, and what is owed for it itself: that decides whether it is open, once its
 * customer was told enough.
 *
 * @param invoiceId the oldest that is not paid; null for none
 * @param since the day since which that is owed; null for none
 * @param closedAt when it was closed last, in the customer's time; null for never, or before that was written down
 * @param retryAt until then it is left alone, since it could not be closed; null for none
 */
record RunSubscription(
        UUID id,
        SubscriptionStatus status,
        @Nullable UUID invoiceId,
        @Nullable Instant since,
        @Nullable Instant closedAt,
        @Nullable Instant retryAt) {

    /** What is to become of it: what is open is closed first, however old the debt is. */
    OverdueState next() {
        return open() ? OverdueState.BLOCKED : OverdueState.CANCELLED;
    }

    /** When that is to be; empty where nothing is owed, or before the customer is told more. */
    Optional<Instant> nextAt(Told told, CollectionProperties properties) {
        return Optional.ofNullable(since)
                .flatMap(first -> told.comesTo(next(), first, properties))
                .map(at -> notBefore(closedUntil(properties), at))
                .map(at -> notBefore(retryAt, at));
    }

    boolean due(Told told, Instant now, CollectionProperties properties) {
        return nextAt(told, properties).filter(at -> !at.isAfter(now)).isPresent();
    }

    /** What it owes would not keep it closed. */
    boolean bearable(Instant now, CollectionProperties properties) {
        return since == null || !OverdueState.byAge(since, now, properties).worseThan(OverdueState.WARNING);
    }

    /** The same, although it is not paid for according to its status. */
    boolean restorable(Instant now, CollectionProperties properties) {
        return overdue() && bearable(now, properties);
    }

    private @Nullable Instant closedUntil(CollectionProperties properties) {
        return open() || closedAt == null ? null : closedAt.plus(OverdueState.BLOCKED.lasts(properties));
    }

    private static Instant notBefore(@Nullable Instant earliest, Instant at) {
        return earliest == null || earliest.isBefore(at) ? at : earliest;
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
