package io.tollgate.billing.subscription;

import io.tollgate.billing.plan.BillingPeriod;
import io.tollgate.billing.plan.Plan;
import io.tollgate.billing.plan.PlanPrice;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The way from the plan a user has to one they want.
 *
 * @param from as the subscription has it, which may be an older version
 * @param to as it is sold now
 * @param costsNothing whether nothing can ever be owed for that, neither a base fee nor usage
 */
record PlanMove(Subscription subscription, Plan from, Plan to, boolean costsNothing) {

    /** How it is gone. */
    enum Way {
        /** Nothing is paid here or there, so nobody is asked. */
        OURS,
        /** There is nothing yet that could be charged: a checkout page. */
        CHECKOUT,
        /** At once, with the difference charged. */
        NOW,
        /** When the paid period ends. */
        PERIOD_END
    }

    Way way() {
        if (subscription.provider() != Provider.STRIPE && !subscription.engine()) {
            return costsNothing ? Way.OURS : Way.CHECKOUT;
        }
        if (to.price().free()) {
            return Way.PERIOD_END;
        }
        // In a trial nothing is paid that could be lost.
        return trialing() || compareMonthly(to.price(), from.price()) >= 0 ? Way.NOW : Way.PERIOD_END;
    }

    boolean trialing() {
        return subscription.status() == SubscriptionStatus.TRIALING;
    }

    /** More or less per month than before, in a word. */
    String direction() {
        int order = compareMonthly(to.price(), from.price());
        return order > 0 ? "upgrade" : order < 0 ? "downgrade" : "sidegrade";
    }

    /** When it takes effect; null for at once. */
    @Nullable Instant effectiveAt() {
        return way() == Way.PERIOD_END ? subscription.currentPeriodEnd() : null;
    }

    /**
     * Compares what two prices of one currency cost per month, a year having 365 days and 12 months, so that 300.00 a year is
     * more than 20.00 a month and 180.00 is less (Lago's plan value rule).
     */
    static int compareMonthly(PlanPrice one, PlanPrice other) {
        return Long.compare(perYear(one) * days(other.period()), perYear(other) * days(one.period()));
    }

    /** What 365 × 12 days cost, times the days of a period. */
    private static long perYear(PlanPrice price) {
        return Math.multiplyExact(price.cents(), 365L * 12);
    }

    /** Twelfths of days. */
    private static long days(BillingPeriod period) {
        long each = switch (period.interval()) {
            case "DAY" -> 12;
            case "WEEK" -> 7 * 12;
            case "MONTH" -> 365;
            default -> 365 * 12;
        };
        return each * period.intervalCount();
    }
}
