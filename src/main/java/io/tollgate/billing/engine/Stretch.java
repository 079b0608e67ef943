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

    /** As a period of its own, to count usage in. */
    Period span() {
        return new Period(index, from, to, calendar.zone(), calendar.interval());
    }

    /** What part of its period it is: minimum and maximum shrink with it. */
    Fraction share(ProrationMode mode) {
        return new Proration(mode, calendar.period(index)).between(from, to);
    }
}
