package io.tollgate.billing.plan;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Body of {@code POST /billing/plans}. */
record CreatePlan(
        @NotNull @Size(min = 1, max = 100) @Pattern(regexp = PlanFields.TEXT, message = PlanFields.TEXT_MESSAGE) String name,

        @NotNull @Pattern(regexp = PlanFields.CODE, message = PlanFields.CODE_MESSAGE) String code,

        @NotNull @PositiveOrZero @Max(PlanFields.MAX_CENTS) Long priceCents,

        @NotNull @Pattern(regexp = PlanFields.PERIOD, message = PlanFields.PERIOD_MESSAGE) String billingPeriod,

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

    PlanDraft draft() {
        return new PlanDraft(
                        code,
                        name.strip(),
                        tier == null ? Tier.FREE : Tier.valueOf(tier),
                        trial(),
                        isActive == null || isActive,
                        new PlanPrice(
                                priceCents,
                                currency == null ? PlanFields.DEFAULT_CURRENCY : PlanFields.currency(currency),
                                new BillingPeriod(
                                        BillingPeriod.Unit.of(billingPeriod),
                                        intervalCount == null ? 1 : intervalCount)),
                        PlanFields.rules(BillingRules.DEFAULT, billingAnchor, proration, changeAnchor, downgrade))
                .checked();
    }

    private Trial trial() {
        return new Trial(
                trialDays == null ? 0 : trialDays,
                trialRequiresCard == null || trialRequiresCard,
                trialEndWithoutCard == null ? Trial.End.CANCEL : Trial.End.of(trialEndWithoutCard));
    }
}
