package io.tollgate.billing.usage;

import io.tollgate.billing.metric.PlanCharge;
import io.tollgate.billing.pricing.Period;
import java.util.UUID;

/**
 * What did this charge count of this subscription between the bounds of a period?
 *
 * @param whole what a level is the mean over: the period of which the other is a part
 */
public record UsageQuestion(UUID subscriptionId, PlanCharge charge, Period period, Period whole) {

    /** About all of a period. */
    public UsageQuestion(UUID subscriptionId, PlanCharge charge, Period period) {
        this(subscriptionId, charge, period, period);
    }
}
