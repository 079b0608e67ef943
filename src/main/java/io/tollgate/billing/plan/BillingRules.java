package io.tollgate.billing.plan;

import io.tollgate.billing.pricing.BillingCalendar;
import io.tollgate.billing.pricing.ChangeAnchor;
import io.tollgate.billing.pricing.Interval;
import io.tollgate.billing.pricing.ProrationMode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;

/**
 * How the subscriptions to a plan that are billed here count their periods and divide them. What Stripe runs goes by Stripe's rules.
 *
 * @param anchor from what the periods of a new subscription are counted
 * @param proration by what a part of a period is measured
 * @param afterChange from what the periods are counted after a change to the plan
 * @param downgrade when a change from the plan to a cheaper one takes effect
 */
public record BillingRules(Anchor anchor, ProrationMode proration, AfterChange afterChange, Downgrade downgrade) {

    public static final BillingRules DEFAULT =
            new BillingRules(Anchor.ANNIVERSARY, ProrationMode.DAY, AfterChange.BY_INTERVAL, Downgrade.PERIOD_END);

    /** From what periods are counted. */
    public enum Anchor {

        /** The day on which the first one begins. */
        ANNIVERSARY,

        /** The first day of the month, quarter or year, the Monday, midnight: the first period is a part of one. */
        CALENDAR
    }

    /** Where the periods of the new plan begin. */
    public enum AfterChange {

        /** Anew when the interval changes, else as before. */
        BY_INTERVAL,

        /** As before: the new plan's first period has already begun. */
        KEEP,

        /** With the change: a whole period is charged. */
        RESET;

        private ChangeAnchor of(Interval from, Interval to) {
            return switch (this) {
                case BY_INTERVAL -> ChangeAnchor.byDefault(from, to);
                case KEEP -> ChangeAnchor.KEEP;
                case RESET -> ChangeAnchor.RESET;
            };
        }
    }

    /** When less is paid. */
    public enum Downgrade {

        /** When what is paid for is over. */
        PERIOD_END,

        /** At once, with a credit note for what was paid and not used. */
        NOW
    }

    /** The calendar of a subscription whose first period begins at this moment, which lies in its period 0. */
    public BillingCalendar calendar(Instant first, ZoneId zone, Interval interval) {
        return anchor == Anchor.CALENDAR
                ? BillingCalendar.aligned(first, zone, interval)
                : BillingCalendar.from(first, zone, interval);
    }

    /** The calendar after a change to the plan. */
    public BillingCalendar calendarAfter(BillingCalendar old, Interval interval, Instant change) {
        return switch (afterChange.of(old.interval(), interval)) {
            case KEEP -> ChangeAnchor.KEEP.calendar(old, interval, change);
            case RESET -> calendar(change, old.zone(), interval);
        };
    }

    /** As stored and shown: {@code fixed_30}. */
    static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    /** @param word of a validated request or a row */
    static <E extends Enum<E>> E choice(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    }
}
