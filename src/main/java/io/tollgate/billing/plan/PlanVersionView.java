package io.tollgate.billing.plan;

import io.swagger.v3.oas.annotations.media.Schema;
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
        @Schema(example = "1900") long priceCents,
        String currency,
        @Schema(example = "monthly") String billingPeriod,
        int intervalCount,

        @Schema(example = "price_1SVxMr2eZvKYlo2C") @Nullable String stripePriceId) {

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
