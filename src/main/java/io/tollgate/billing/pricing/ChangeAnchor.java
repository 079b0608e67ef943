package io.tollgate.billing.pricing;

import java.time.Instant;

/** From what the periods are counted after a change of plan. */
public enum ChangeAnchor {

    /** As before: the new plan's first period has already begun. */
    KEEP,

    /** From the change: the new plan begins with a whole period, as Stripe does it. */
    RESET;

    /** Moves only when the interval changes. */
    public static ChangeAnchor byDefault(Interval from, Interval to) {
        return from.equals(to) ? KEEP : RESET;
    }

    /** The calendar after the change. */
    public BillingCalendar calendar(BillingCalendar old, Interval to, Instant change) {
        return this == KEEP
                ? new BillingCalendar(old.anchor(), old.zone(), to)
                : BillingCalendar.from(change, old.zone(), to);
    }
}
