package io.tollgate.billing.plan;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Body of {@code PATCH /billing/plans/{id}}: what is absent or null stays. */
record ChangePlan(
        @Nullable @Size(min = 1, max = 100) @Pattern(regexp = PlanFields.TEXT, message = PlanFields.TEXT_MESSAGE) String name,

        @Nullable @PositiveOrZero @Max(PlanFields.MAX_CENTS) Long priceCents,

        @Nullable @Pattern(regexp = PlanFields.PERIOD, message = PlanFields.PERIOD_MESSAGE) String billingPeriod,

        @Nullable @KnownCurrency String currency,

        @Nullable @Pattern(regexp = PlanFields.TIER, message = PlanFields.TIER_MESSAGE) String tier,

        @Nullable @PositiveOrZero @Max(PlanFields.MAX_TRIAL_DAYS) Integer trialDays,

        @Nullable Boolean isActive) {

    /** The plan as it is to be. The code is no part of this: others know the plan by it. */
    PlanDraft over(Plan plan) {
        return new PlanDraft(
                plan.code(),
                name == null ? plan.name() : name.strip(),
                tier == null ? plan.tier() : Tier.valueOf(tier),
                trialDays == null ? plan.trialDays() : trialDays,
                isActive == null ? plan.active() : isActive,
                priceOver(plan.price()));
    }

    private PlanPrice priceOver(PlanPrice price) {
        return new PlanPrice(
                priceCents == null ? price.cents() : priceCents,
                currency == null ? price.currency() : PlanFields.currency(currency),
                billingPeriod == null ? price.period() : BillingPeriod.of(billingPeriod));
    }
}
