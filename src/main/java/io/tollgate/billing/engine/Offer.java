package io.tollgate.billing.engine;

import io.tollgate.billing.metric.PlanCharge;
import io.tollgate.billing.plan.BillingPeriod;
import io.tollgate.billing.plan.BillingRules;
import io.tollgate.billing.plan.Plan;
import io.tollgate.billing.pricing.Interval;
import io.tollgate.billing.pricing.Period;
import io.tollgate.billing.pricing.Proration;
import io.tollgate.billing.pricing.Recurring;
import io.tollgate.billing.pricing.Scale;
import io.tollgate.billing.subscription.Costs;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A version of a plan with everything that it asks for: the base fee in advance, the charges in arrears.
 *
 * @param plan at this version
 */
record Offer(Plan plan, List<PlanCharge> charges) {

    Offer {
        charges = List.copyOf(charges);
    }

    UUID versionId() {
        return plan.version().id();
    }

    /** The base fee of a period, in minor units. */
    long price() {
        return plan.price().cents();
    }

    String currency() {
        return plan.price().currency();
    }

    Scale scale() {
        return Scale.of(currency());
    }

    Interval interval() {
        return interval(plan.price().period());
    }

    BillingRules rules() {
        return plan.billing();
    }

    /** What part of a period's price the rest of it costs from a moment on; all of it from its beginning. */
    long priceFrom(Period period, Instant moment) {
        return prorated(period).charge(price(), moment);
    }

    Proration prorated(Period period) {
        return new Proration(rules().proration(), period);
    }

    boolean samePlan(Offer other) {
        return plan.id().equals(other.plan.id());
    }

    Recurring recurring() {
        return new Recurring(price(), interval());
    }

    /** Nothing can ever be owed for it. */
    boolean free() {
        return Costs.nothing(plan, charges);
    }

    private static Interval interval(BillingPeriod period) {
        return new Interval(
                switch (period.unit()) {
                    case DAILY -> Interval.Unit.DAY;
                    case WEEKLY -> Interval.Unit.WEEK;
                    case MONTHLY -> Interval.Unit.MONTH;
                    case QUARTERLY -> Interval.Unit.QUARTER;
                    case YEARLY -> Interval.Unit.YEAR;
                },
                period.count());
    }
}
