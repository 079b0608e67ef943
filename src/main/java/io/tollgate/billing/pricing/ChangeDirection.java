package io.tollgate.billing.pricing;

import java.time.Instant;

/** Whether a change of plan raises what a month is worth: 20 a month to 300 a year does, to 180 a year does not. */
public enum ChangeDirection {
    UPGRADE,
    DOWNGRADE,
    EVEN;

    public static ChangeDirection of(Recurring from, Recurring to) {
        int difference = to.monthlyValue().compareTo(from.monthlyValue());
        if (difference == 0) {
            return EVEN;
        }
        return difference > 0 ? UPGRADE : DOWNGRADE;
    }

    /** When it takes effect by default: what costs less was paid for until the period's end. */
    public Instant effective(Instant asked, Period period) {
        return this == DOWNGRADE ? period.end() : asked;
    }
}
