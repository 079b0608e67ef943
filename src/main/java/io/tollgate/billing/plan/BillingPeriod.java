package io.tollgate.billing.plan;

import java.util.Locale;

/** How often a plan is paid for, and how Stripe says it: every {@code intervalCount} {@code interval}s. */
public enum BillingPeriod {
    MONTHLY("MONTH", 1),
    YEARLY("YEAR", 1);

    private final String interval;
    private final int intervalCount;

    BillingPeriod(String interval, int intervalCount) {
        this.interval = interval;
        this.intervalCount = intervalCount;
    }

    public String interval() {
        return interval;
    }

    public int intervalCount() {
        return intervalCount;
    }

    /** As stored and shown: {@code monthly}. */
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param value of a validated request or a row */
    public static BillingPeriod of(String value) {
        return valueOf(value.toUpperCase(Locale.ROOT));
    }
}
