package io.tollgate.billing.plan;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Body of {@code PATCH /billing/plans/{id}}: what is absent or null stays. */
record ChangePlan(
        @Nullable @Size(min = 1, max = 100) @Pattern(regexp = PlanFields.TEXT, message = PlanFields.TEXT_MESSAGE) String name,

        @Nullable @PositiveOrZero @Max(PlanFields.MAX_CENTS) Long priceCents,

        @Nullable @Pattern(regexp = PlanFields.PERIOD, message = PlanFields.PERIOD_MESSAGE) String billingPeriod,

        @Nullable @Positive @Max(PlanFields.MAX_INTERVALS) Integer intervalCount,

        @Nullable @KnownCurrency String currency,

        @Nullable @Pattern(regexp = PlanFields.TIER, message = PlanFields.TIER_MESSAGE) String tier,

        @Nullable @PositiveOrZero @Max(PlanFields.MAX_TRIAL_DAYS) Integer trialDays,

        @Nullable Boolean trialRequiresCard,

        @Nullable @Pattern(regexp = PlanFields.TRIAL_END, message = PlanFields.TRIAL_END_MESSAGE) String trialEndWithoutCard,

        @Nullable @Pattern(regexp = PlanFields.ANCHOR, message = PlanFields.ANCHOR_MESSAGE) String billingAnchor,

        @Nullable @Pattern(regexp = PlanFields.PRORATION, message = PlanFields.PRORATION_MESSAGE) String proration,

        @Nullable @Pattern(regexp = PlanFields.CHANGE_ANCHOR, message = PlanFields.CHANGE_ANCHOR_MESSAGE) String changeAnchor,

        @Nullable @Pattern(regexp = PlanFields.DOWNGRADE, message = PlanFields.DOWNGRADE_MESSAGE) String downgrade,

        @Nullable Boolean isActive) {

    /** The plan as it is to be. The code is no part of this: others know the plan by it. */
    PlanDraft over(Plan plan) {
        return new PlanDraft(
                        plan.code(),
                        name == null ? plan.name() : name.strip(),
                        tier == null ? plan.tier() : Tier.valueOf(tier),
                        trialOver(plan.trial()),
                        isActive == null ? plan.active() : isActive,
                        priceOver(plan.price()),
                        PlanFields.rules(plan.billing(), billingAnchor, proration, changeAnchor, downgrade))
                .checked();
    }

    private PlanPrice priceOver(PlanPrice price) {
        return new PlanPrice(
                priceCents == null ? price.cents() : priceCents,
                currency == null ? price.currency() : PlanFields.currency(currency),
                periodOver(price.period()));
    }

    /** Another unit starts at one of it: what was every 2 weeks shall not become every 2 years. */
    private BillingPeriod periodOver(BillingPeriod period) {
        BillingPeriod.Unit unit = billingPeriod == null ? period.unit() : BillingPeriod.Unit.of(billingPeriod);
        int same = unit == period.unit() ? period.count() : 1;
        return new BillingPeriod(unit, intervalCount == null ? same : intervalCount);
    }

    private Trial trialOver(Trial trial) {
        int days = trialDays == null ? trial.days() : trialDays;
        boolean card = days == 0 || trial.cardRequired();
        return new Trial(
                days,
                trialRequiresCard == null ? card : trialRequiresCard,
                trialEndWithoutCard == null ? trial.withoutCard() : Trial.End.of(trialEndWithoutCard));
    }
}
