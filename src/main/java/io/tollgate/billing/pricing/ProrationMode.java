package io.tollgate.billing.pricing;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * By what a part of a period is measured. Each mode says how far into its period a moment lies, and a stretch is the
 * difference of two such places: so stretches side by side add up to exactly 1.
 */
public enum ProrationMode {

    /** Local days; a day belongs to what is in force at its end, so the day of a change to the new plan. */
    DAY {
        @Override
        Fraction at(Period period, Instant moment) {
            return Fraction.of(Math.min(period.daysUntil(moment), period.days()), period.days());
        }
    },

    /** Real time, as Stripe measures it. */
    SECOND {
        @Override
        Fraction at(Period period, Instant moment) {
            return Fraction.of(
                    Duration.between(period.start(), moment).toNanos(),
                    Duration.between(period.start(), period.end()).toNanos());
        }
    },

    /** Months of 30 days: a 31st day is free, and the last day of February counts for the missing ones. */
    FIXED_30 {
        @Override
        Fraction at(Period period, Instant moment) {
            OptionalInt months = period.interval().months();
            if (months.isEmpty() || !moment.isBefore(period.end())) {
                return DAY.at(period, moment);
            }
            long days = 30L * months.getAsInt();
            return Fraction.of(Math.min(period.daysUntil(moment), days), days);
        }
    };

    /**
     * How far into the period the moment lies, 0 to 1.
     *
     * @param moment within the period or its end
     */
    abstract Fraction at(Period period, Instant moment);
}
