package io.tollgate.billing.stripe;

import com.stripe.param.SubscriptionScheduleUpdateParams;
import com.stripe.param.SubscriptionScheduleUpdateParams.Phase;
import java.time.Instant;

/**
 * A price that follows the present one when the paid period ends. After one period of it the schedule lets go of the
 * subscription, which stays as it is then.
 *
 * @param from when the running phase began
 * @param change when the paid period ends
 * @param next how long one period at the new price is
 */
public record StripePlannedPrice(
        String presentPriceId, String nextPriceId, Instant from, Instant change, StripePrice.Recurring next) {

    SubscriptionScheduleUpdateParams params() {
        return SubscriptionScheduleUpdateParams.builder()
                .setEndBehavior(SubscriptionScheduleUpdateParams.EndBehavior.RELEASE)
                .setProrationBehavior(SubscriptionScheduleUpdateParams.ProrationBehavior.NONE)
                .addPhase(phase(presentPriceId)
                        .setStartDate(from.getEpochSecond())
                        .setEndDate(change.getEpochSecond())
                        .build())
                .addPhase(phase(nextPriceId)
                        .setStartDate(change.getEpochSecond())
                        .setDuration(Phase.Duration.builder()
                                .setInterval(Phase.Duration.Interval.valueOf(
                                        next.interval().name()))
                                .setIntervalCount((long) next.count())
                                .build())
                        .build())
                .build();
    }

    private static Phase.Builder phase(String priceId) {
        return Phase.builder()
                .addItem(Phase.Item.builder().setPrice(priceId).setQuantity(1L).build())
                .setProrationBehavior(Phase.ProrationBehavior.NONE);
    }
}
