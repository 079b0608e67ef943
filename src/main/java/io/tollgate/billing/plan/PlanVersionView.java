package io.tollgate.billing.plan;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A version of a plan as administrators see it.
 *
 * @param current whether it is the one that is sold
 */
record PlanVersionView(
        UUID id,
        int number,
        boolean current,
        long priceCents,
        String currency,
        String billingPeriod,
        int intervalCount,
        @Nullable String stripePriceId) {

    static PlanVersionView of(PlanVersion version, Plan plan) {
        return new PlanVersionView(
                version.id(),
                version.number(),
                version.number() == plan.version().number(),
                version.price().cents(),
                version.price().currency(),
                version.price().period().unit().value(),
                version.price().period().count(),
                version.stripePriceId());
    }
}
