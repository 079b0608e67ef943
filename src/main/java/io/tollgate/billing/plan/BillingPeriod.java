package io.tollgate.billing.plan;

import java.util.Locale;

/**
 * How often a plan is paid for: every {@code count} units, such as every 2 weeks.
 *
 * @param count 1 or more
 */
public record BillingPeriod(Unit unit, int count) {

    /** A word for a length of time, as Stripe says it and how many of them make three years, the longest it bills. */
    public enum Unit {
        DAILY("DAY", 1, 1095),
        WEEKLY("WEEK", 1, 156),
        MONTHLY("MONTH", 1, 36),
        QUARTERLY("MONTH", 3, 12),
        YEARLY("YEAR", 1, 3);

        private final String interval;
        private final int length;
        private final int most;

        Unit(String interval, int length, int most) {
            this.interval = interval;
            this.length = length;
            this.most = most;
        }

        /** As stored and shown: {@code monthly}. */
        public String value() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @param value of a validated request or a row */
        public static Unit of(String value) {
            return valueOf(value.toUpperCase(Locale.ROOT));
        }
    }

    /** Stripe's word: {@code DAY, WEEK, MONTH, YEAR}. */
    public String interval() {
        return unit.interval;
    }

    /** How many of {@link #interval}. */
    public int intervalCount() {
        return unit.length * count;
    }

    /** How many units the longest period has. */
    int most() {
        return unit.most;
    }

    /** For the audit log: {@code monthly}, {@code weekly x 2}. */
    String text() {
        return count == 1 ? unit.value() : unit.value() + " x " + count;
    }
}
