package io.tollgate.billing.plan;

import io.tollgate.billing.pricing.Scale;
import io.tollgate.platform.web.ApiException;

/** A plan that is not there yet. */
record PlanDraft(
        String code, String name, Tier tier, Trial trial, boolean active, PlanPrice price, BillingRules billing) {

    /** @throws ApiException 422 for fields that are fine one by one and make no sense together, or that Stripe refuses */
    PlanDraft checked() {
        BillingPeriod period = price.period();
        if (period.count() > period.most()) {
            throw ApiException.invalid("interval_count", "Must not make a period of more than three years");
        }
        if (price.cents() % Scale.of(price.currency()).stripeStep() != 0) {
            throw ApiException.invalid("price_cents", "Must be a multiple of 10 in a currency with three decimals");
        }
        if (price.free() && !trial.none()) {
            throw ApiException.invalid("trial_days", "What is free has no trial");
        }
        if (trial.none() && !trial.cardRequired()) {
            throw ApiException.invalid("trial_requires_card", "Only a trial can begin without a card");
        }
        return this;
    }
}
