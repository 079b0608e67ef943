package io.tollgate.billing.engine;

import io.tollgate.billing.pricing.Billed;
import io.tollgate.billing.pricing.BillingCalendar;
import io.tollgate.billing.pricing.Period;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far a subscription has come in its calendar.
 *
 * @param calendar by which its periods are counted
 * @param index of the period it is in; -1 during a trial, whose end the calendar begins with
 * @param since when what is in force now has been: the period's start, a change of plan, a resumption
 * @param nextRunAt the next boundary; null when nothing comes by itself
 * @param nextVersionId the plan that its user wants at the boundary; null for the present one
 * @param followVersionId the version of the present plan that a migration takes it to at the boundary; null for none
 * @param end at a date; null for none. The next boundary is no later. Of what is over and not billed up to its end: up to when base
 *     fees are owed
 * @param sequence up to which accepted event usage has been billed
 * @param baseBilled for the base fee from {@code since} to the period's end, after discounts, in minor units; what became of
 *     its invoice since is for {@link BilledBases#really} to say
 * @param baseInvoiceId on which; null when nothing was
 */
record Course(
        BillingCalendar calendar,
        long index,
        Instant since,
        @Nullable Instant nextRunAt,
        @Nullable UUID nextVersionId,
        @Nullable UUID followVersionId,
        @Nullable PlannedEnd end,
        long sequence,
        long baseBilled,
        @Nullable UUID baseInvoiceId) {

    /** Before the first period. */
    static final long TRIAL = -1;

    Course(
            BillingCalendar calendar,
            long index,
            Instant since,
            @Nullable Instant nextRunAt,
            @Nullable UUID nextVersionId,
            long sequence,
            long baseBilled,
            @Nullable UUID baseInvoiceId) {
        this(calendar, index, since, nextRunAt, nextVersionId, null, null, sequence, baseBilled, baseInvoiceId);
    }

    Period period() {
        return calendar.period(index);
    }

    Billed billed() {
        return new Billed(baseBilled, since);
    }

    /** What is in force with the next period; null for what is now. Who has chosen another plan has chosen it. */
    @Nullable UUID ahead() {
        return nextVersionId == null ? followVersionId : nextVersionId;
    }

    /** Into a period: the next boundary is its end, and nothing has been billed for it yet. */
    static Course into(BillingCalendar calendar, long index, Instant since, long sequence) {
        return new Course(calendar, index, since, calendar.period(index).end(), null, sequence, 0, null);
    }

    /** Nothing comes by itself any more. */
    Course stopped() {
        return new Course(calendar, index, since, null, null, followVersionId, null, sequence, 0, null);
    }

    /**
     * Over, but not billed up to its end.
     *
     * @param over until when base fees are owed, and how much of the last; null for none of them
     */
    Course unbilledUntil(Instant end, @Nullable PlannedEnd over) {
        Instant boundary = this.end == null && nextRunAt != null ? nextRunAt : period().end();
        Instant next = boundary.isBefore(end) ? boundary : end;
        return new Course(calendar, index, since, next, nextVersionId, followVersionId, over, sequence, 0, null);
    }

    /** Once more, for what was told late. */
    Course lookedAtAgain(Instant at) {
        return new Course(calendar, index, since, at, null, sequence, 0, null);
    }

    Course since(Instant moment) {
        return with(moment, nextVersionId, followVersionId, sequence, baseBilled, baseInvoiceId);
    }

    Course followedBy(@Nullable UUID versionId) {
        return with(since, versionId, followVersionId, sequence, baseBilled, baseInvoiceId);
    }

    Course migratedTo(@Nullable UUID versionId) {
        return with(since, nextVersionId, versionId, sequence, baseBilled, baseInvoiceId);
    }

    Course countedTo(long upTo) {
        return with(since, nextVersionId, followVersionId, upTo, baseBilled, baseInvoiceId);
    }

    Course having(long billed, UUID invoiceId) {
        return with(since, nextVersionId, followVersionId, sequence, billed, invoiceId);
    }

    /**
     * With another end at a date, or with none.
     *
     * @param boundary the end of the period or trial
     */
    Course ending(@Nullable PlannedEnd other, Instant boundary) {
        Instant next = other != null && other.at().isBefore(boundary) ? other.at() : boundary;
        return new Course(
                calendar,
                index,
                since,
                next,
                nextVersionId,
                followVersionId,
                other,
                sequence,
                baseBilled,
                baseInvoiceId);
    }

    /** Ends now, whatever its period. */
    boolean endsBy(Instant moment) {
        return end != null && !end.at().isAfter(moment);
    }

    private Course with(
            Instant from,
            @Nullable UUID next,
            @Nullable UUID follow,
            long upTo,
            long billed,
            @Nullable UUID invoiceId) {
        return new Course(calendar, index, from, nextRunAt, next, follow, end, upTo, billed, invoiceId);
    }
}
