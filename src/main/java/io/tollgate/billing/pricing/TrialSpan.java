package io.tollgate.billing.pricing;

import java.time.Instant;
import java.time.ZoneId;

/**
 * Free days at a subscription's beginning. They are days of the customer's wall clock, counted from the first start: a change
 * of plan uses up what the new plan gives, it never begins again.
 *
 * @param days 0 for none
 */
public record TrialSpan(int days) {

    public TrialSpan {
        if (days < 0) {
            throw new IllegalArgumentException("A trial of " + days + " days");
        }
    }

    /** @param firstStart when the customer's first plan with this subscription began */
    public Instant end(Instant firstStart, ZoneId zone) {
        return firstStart.atZone(zone).plusDays(days).toInstant();
    }

    /**
     * What the period costs when its trial days are free.
     *
     * @param price of the whole period, in minor units
     */
    public long charge(long price, Instant firstStart, Proration period) {
        Instant end = end(firstStart, period.period().zone());
        return period.charge(price, end.isAfter(firstStart) ? end : firstStart);
    }
}
