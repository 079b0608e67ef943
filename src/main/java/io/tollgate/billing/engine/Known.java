package io.tollgate.billing.engine;

import io.tollgate.billing.pricing.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What must be known to work out what a move comes to.
 *
 * @param present the version in force
 * @param next the version that follows, which may be the same
 * @param used in the stretch that ends, by charge, when it is the first of its period
 * @param again the periods that are rated anew: that of the stretch that ends, when it is divided, and those of which something
 *     was told late
 * @param sequence up to which event usage was counted
 * @param collectable whether there is a way to collect from the customer
 * @param lookBack how long after its end a subscription is looked at once more for usage that was told late
 */
record Known(
        Offer present,
        Offer next,
        Map<UUID, Usage> used,
        List<PeriodUsage> again,
        long sequence,
        boolean collectable,
        Duration lookBack) {

    /** Only usage is asked about. */
    static Known ofUsage(Offer offer, Map<UUID, Usage> used, List<PeriodUsage> again, long sequence) {
        return new Known(offer, offer, used, again, sequence, true, Duration.ZERO);
    }
}
