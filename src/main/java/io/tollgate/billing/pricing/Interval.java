package io.tollgate.billing.pricing;

import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.OptionalInt;

/**
 * How long a billing period is: every {@code count} units.
 *
 * @param count 1 to 1095
 */
public record Interval(Unit unit, int count) {

    private static final int MOST = 1095;

    /** A length of the calendar. */
    public enum Unit {
        DAY(ChronoUnit.DAYS, 1),
        WEEK(ChronoUnit.DAYS, 7),
        MONTH(ChronoUnit.MONTHS, 1),
        QUARTER(ChronoUnit.MONTHS, 3),
        YEAR(ChronoUnit.MONTHS, 12);

        private final ChronoUnit base;
        private final int length;

        Unit(ChronoUnit base, int length) {
            this.base = base;
            this.length = length;
        }
    }

    public Interval {
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException("A period of " + count + " units");
        }
    }

    /** The moment {@code k} intervals after the anchor, always counted from it: 31 Jan, 28 Feb, 31 Mar. */
    LocalDateTime after(LocalDateTime anchor, long k) {
        return anchor.plus(Math.multiplyExact(k, (long) length()), unit.base);
    }

    /** About how many intervals lie between; months that end early make it one too few. */
    long between(LocalDateTime anchor, LocalDateTime moment) {
        return Math.floorDiv(unit.base.between(anchor, moment), (long) length());
    }

    /** How many months; empty for days and weeks. */
    OptionalInt months() {
        return unit.base == ChronoUnit.MONTHS ? OptionalInt.of(length()) : OptionalInt.empty();
    }

    /** How many months, a day counting for 12/365 of one: only to compare prices by. */
    Fraction inMonths() {
        return unit.base == ChronoUnit.MONTHS ? Fraction.of(length(), 1) : Fraction.of(12L * length(), 365);
    }

    private int length() {
        return unit.length * count;
    }
}
