package io.tollgate.billing.entitlement;

import io.tollgate.billing.subscription.SubscriptionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user as the guard wants to know them, with the subscriptions that may open something.
 *
 * @param mayAct not deactivated, and the mailbox is proven
 * @param now the user's time: everybody's, unless a test moves this one through time
 * @param held the live one first, then those that are cancelled and paid for, the longest first
 */
record Access(UUID userId, boolean mayAct, Instant now, List<Held> held) {

    /** A subscription and its plan. */
    record Held(
            UUID subscriptionId,
            SubscriptionStatus status,
            @Nullable Instant periodStart,
            @Nullable Instant periodEnd,
            PlanRef plan) {

        boolean opens(Instant now, Duration grace) {
            return status.opens(now, periodStart, periodEnd, grace);
        }

        /** When it will open nothing any more, as far as is known. */
        @Nullable Instant endsAt(Duration grace) {
            return switch (status) {
                case CANCELED -> periodEnd;
                case PAST_DUE -> periodStart == null ? null : periodStart.plus(grace);
                default -> null;
            };
        }

        @Nullable Window period() {
            return periodStart == null || periodEnd == null ? null : new Window(periodStart, periodEnd);
        }
    }

    /** The one whose plan counts now. */
    Optional<Held> open(Duration grace) {
        return held.stream().filter(one -> one.opens(now, grace)).findFirst();
    }
}
