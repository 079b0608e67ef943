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
 * @param nextVersionId the plan that follows at the boundary; null for the present one
 * @param sequence up to which accepted event usage has been billed
 * @param baseBilled for the base fee from {@code since} to the period's end, after discounts, in minor units
 * @param baseInvoiceId on which; null when nothing was
 */
record Course(
        BillingCalendar calendar,
        long index,
        Instant since,
        @Nullable Instant nextRunAt,
        @Nullable UUID nextVersionId,
        long sequence,
        long baseBilled,
        @Nullable UUID baseInvoiceId) {

    /** Before the first period. */
    static final long TRIAL = -1;

    Period period() {
        return calendar.period(index);
    }

    Billed billed() {
        return new Billed(baseBilled, since);
    }

    /** Into a period: the next boundary is its end, and nothing has been billed for it yet. */
    static Course into(BillingCalendar calendar, long index, Instant since, long sequence) {
        return new Course(calendar, index, since, calendar.period(index).end(), null, sequence, 0, null);
    }

    /** Nothing comes by itself any more. */
    Course stopped() {
        return new Course(calendar, index, since, null, null, sequence, 0, null);
    }

    /** Once more, for what was told late. */
    Course lookedAtAgain(Instant at) {
        return new Course(calendar, index, since, at, null, sequence, 0, null);
    }

    Course since(Instant moment) {
        return new Course(calendar, index, moment, nextRunAt, nextVersionId, sequence, baseBilled, baseInvoiceId);
    }

    Course followedBy(@Nullable UUID versionId) {
        return new Course(calendar, index, since, nextRunAt, versionId, sequence, baseBilled, baseInvoiceId);
    }

    Course countedTo(long upTo) {
        return new Course(calendar, index, since, nextRunAt, nextVersionId, upTo, baseBilled, baseInvoiceId);
    }

    Course having(long billed, UUID invoiceId) {
        return new Course(calendar, index, since, nextRunAt, nextVersionId, sequence, billed, invoiceId);
    }
}
