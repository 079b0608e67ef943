package io.tollgate.billing.subscription;

import io.tollgate.billing.stripe.StripeCollection;
import io.tollgate.billing.stripe.StripeSubscription;
import java.time.Instant;

/**
 * The time that was paid before a subscription was paused. Stripe calls it active all the while; whether it opens anything is
 * told by the note that was left on it with the pause.
 */
final class PaidUntil {

    private PaidUntil() {}

    /** Paused by us, and in a period for which nothing was collected. Without our note somebody gives it away on purpose. */
    static boolean hasPassed(StripeSubscription there) {
        String note = there.metadata().get(StripeCollection.PAID_UNTIL);
        Instant start = there.currentPeriodStart();
        return there.collectionPaused() && note != null && start != null && !start.isBefore(time(note));
    }

    private static Instant time(String note) {
        try {
            return Instant.ofEpochSecond(Long.parseLong(note));
        } catch (NumberFormatException _) {
            // Not our note after all.
            return Instant.MAX;
        }
    }
}
