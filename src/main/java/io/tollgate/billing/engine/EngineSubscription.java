package io.tollgate.billing.engine;

import io.tollgate.billing.pricing.CancelPolicy;
import io.tollgate.billing.pricing.Period;
import io.tollgate.billing.subscription.Provider;
import io.tollgate.billing.subscription.SubscriptionStatus;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A subscription that the engine runs. What happens to it makes another one of these, which is then written.
 *
 * @param startedAt of the whole subscription
 * @param periodEnd of an ended one the end of access
 * @param ending set to end with its period
 * @param parked why it is left alone; null while it is not
 * @param catchUpTo whatever it missed up to here is made up for; null where only so much is
 */
record EngineSubscription(
        UUID id,
        UUID userId,
        Provider provider,
        UUID versionId,
        SubscriptionStatus status,
        Instant startedAt,
        Instant periodStart,
        Instant periodEnd,
        @Nullable Instant trialEnd,
        boolean ending,
        @Nullable Instant canceledAt,
        @Nullable Instant endedAt,
        @Nullable String parked,
        @Nullable Instant catchUpTo,
        Course course) {

    boolean trialing() {
        return status == SubscriptionStatus.TRIALING;
    }

    boolean paused() {
        return status == SubscriptionStatus.PAUSED;
    }

    /** With its period, or at a date. */
    boolean willEnd() {
        return ending || course.end() != null;
    }

    boolean overdue() {
        return status == SubscriptionStatus.PAST_DUE || status == SubscriptionStatus.UNPAID;
    }

    /** Open, although nothing was asked for ahead: the period began while it was closed. */
    boolean openUnbilled() {
        boolean open = status == SubscriptionStatus.ACTIVE || status == SubscriptionStatus.PAST_DUE;
        return open && course.nextRunAt() != null && course.baseInvoiceId() == null;
    }

    /** With the period in which that was asked for: what was missed before, because it was parked, is billed first. */
    boolean endsWith(Instant boundary) {
        return ending && (canceledAt == null || !canceledAt.isAfter(boundary));
    }

    /** Somebody has looked at what it has missed. */
    boolean mayCatchUp() {
        Instant next = course.nextRunAt();
        return catchUpTo != null && next != null && !next.isAfter(catchUpTo);
    }

    /** Takes the user's place. */
    boolean live() {
        return status.live();
    }

    /** Goes on under the version and calendar of the course, from its {@code since}; what was in arrears stays so. */
    EngineSubscription runningOn(UUID version, Course next) {
        SubscriptionStatus now = trialing() || paused() ? SubscriptionStatus.ACTIVE : status;
        Course to = next.ending(course.end(), next.period().end());
        return with(version, now, begin(next.period()), next.period().end(), ending, canceledAt, null, to);
    }

    /** A period of the calendar may have begun before the subscription did. */
    private Instant begin(Period period) {
        Instant first = trialEnd == null ? startedAt : trialEnd;
        return period.start().isBefore(first) && first.isBefore(period.end()) ? first : period.start();
    }

    EngineSubscription ended(Instant at) {
        Instant asked = canceledAt == null ? at : canceledAt;
        return with(versionId, SubscriptionStatus.CANCELED, periodStart, at, ending, asked, at, course.stopped());
    }

    /**
     * What it used, and what its periods cost, is billed once somebody has looked at it: the boundaries that it has not passed stay.
     * Nothing was asked ahead of what is not paid and closed.
     */
    EngineSubscription endedUnbilled(Instant at, CancelPolicy policy) {
        EngineSubscription ended = ended(at);
        PlannedEnd over = course.endsBy(at) ? course.end() : new PlannedEnd(at, policy);
        return trialing() || paused()
                ? ended
                : ended.on(course.unbilledUntil(at, status == SubscriptionStatus.UNPAID ? null : over));
    }

    /** One that has ended, past a boundary that it had not passed by then. */
    EngineSubscription billedTo(UUID version, Course next) {
        return with(version, status, periodStart, periodEnd, ending, canceledAt, endedAt, next);
    }

    /** Ended, and what it used in the end is not billed. */
    boolean unbilled() {
        return !live() && endedAt != null && course.since().isBefore(endedAt);
    }

    /** Without access, until it is resumed. */
    EngineSubscription pausedNow() {
        return with(versionId, SubscriptionStatus.PAUSED, periodStart, periodEnd, false, null, null, course.stopped());
    }

    /** Another plan before anything was paid. */
    EngineSubscription trialingOn(UUID version, Instant end, Course next) {
        return new EngineSubscription(
                id,
                userId,
                provider,
                version,
                status,
                startedAt,
                periodStart,
                end,
                end,
                ending,
                canceledAt,
                endedAt,
                parked,
                catchUpTo,
                next.ending(course.end(), end));
    }

    EngineSubscription endingAt(Instant asked) {
        Course to = course.followedBy(null).ending(null, periodEnd);
        return with(versionId, status, periodStart, periodEnd, true, asked, null, to);
    }

    /** With an end at a date, or with none any more. */
    EngineSubscription ending(@Nullable PlannedEnd end) {
        return with(versionId, status, periodStart, periodEnd, false, null, null, course.ending(end, periodEnd));
    }

    EngineSubscription notEnding() {
        return with(versionId, status, periodStart, periodEnd, false, null, null, course);
    }

    EngineSubscription on(Course other) {
        return with(versionId, status, periodStart, periodEnd, ending, canceledAt, endedAt, other);
    }

    private EngineSubscription with(
            UUID version,
            SubscriptionStatus next,
            Instant start,
            Instant end,
            boolean willEnd,
            @Nullable Instant asked,
            @Nullable Instant over,
            Course to) {
        return new EngineSubscription(
                id, userId, provider, version, next, startedAt, start, end, trialEnd, willEnd, asked, over, parked,
                catchUpTo, to);
    }
}
