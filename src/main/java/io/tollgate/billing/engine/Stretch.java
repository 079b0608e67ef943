package io.tollgate.billing.engine;

import io.tollgate.billing.pricing.BillingCalendar;
import io.tollgate.billing.pricing.Fraction;
import io.tollgate.billing.pricing.Period;
import io.tollgate.billing.pricing.Proration;
import io.tollgate.billing.pricing.ProrationMode;
import java.time.Instant;
import java.util.UUID;

/**
 * A part of a period, or all of it, under one version of a plan. Its usage is billed when it ends.
 *
 * @param from with {@code to} half-open
 */
record Stretch(UUID subscriptionId, UUID versionId, BillingCalendar calendar, long index, Instant from, Instant to) {

    /** What is in force now, up to a moment. */
    static Stretch of(EngineSubscription subscription, Instant to) {
        Course course = subscription.course();
        return new Stretch(
                subscription.id(), subscription.versionId(), course.calendar(), course.index(), course.since(), to);
    }

    boolean empty() {
        return !from.isBefore(to);
    }

    /** The period of which it is a part. A period of Stripe's may be longer than ours. */
    Period period() {
        Period period = calendar.period(index);
        return to.isAfter(period.end())
                ? new Period(index, period.start(), to, calendar.zone(), calendar.interval())
                : period;
    }

    boolean samePeriod(Stretch other) {
        return index == other.index && calendar.equals(other.calendar);
    }

    /** Whether it ended before its period. */
    boolean cut() {
        return to.isBefore(calendar.period(index).end());
    }

    /** Where in its period a moment lies, 0 to 1: by real time, so that an hour of use is never none. */
    Fraction place(Instant moment) {
        return Fraction.ONE.minus(new Proration(ProrationMode.SECOND, period()).left(moment));
    }

    /** Before this nothing has a part in what it costs, see {@link SplitPeriod#reach}. */
    Instant earliest() {
        return calendar.period(index - 1).start();
    }
}
