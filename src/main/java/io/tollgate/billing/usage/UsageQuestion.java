package io.tollgate.billing.usage;

import io.tollgate.billing.metric.PlanCharge;
import io.tollgate.billing.pricing.Period;
import java.util.UUID;

/** What did this charge count of this subscription in this period? */
public record UsageQuestion(UUID subscriptionId, PlanCharge charge, Period period) {}
