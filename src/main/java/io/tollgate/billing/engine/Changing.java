package io.tollgate.billing.engine;

import io.tollgate.billing.invoice.DraftFee;
import io.tollgate.billing.invoice.InvoiceKind;
import io.tollgate.billing.pricing.BillingCalendar;
import io.tollgate.billing.pricing.CancelPolicy;
import io.tollgate.billing.pricing.ChangeDirection;
import io.tollgate.billing.pricing.Period;
import io.tollgate.billing.pricing.PlanSwap;
import io.tollgate.billing.pricing.TrialSpan;
import java.time.Instant;
import java.util.List;

/** What somebody does to a subscription in the middle of a period. Pure: carrying it out and previewing it ask the same. */
final class Changing {

    private Changing() {}

    static Step step(Move move, Known known, CancelPolicy policy) {
        return switch (move.what()) {
            case BOUNDARY -> Stepping.boundary(move, known);
            case CHANGE -> move.of().trialing() ? changeInTrial(move, known) : change(move, known);
            case CANCEL, LAPSE ->
                Stepping.ended(move, known, unused(move, known, policy), policy == CancelPolicy.REFUND);
            case PAUSE -> pause(move, known);
            case RESUME -> resume(move, known);
            case BILL_REST -> billRest(move, known);
        };
    }

    /**
     * Both sides are measured as the new plan is. What is worth less a month leaves a credit note, everything else a line; but a
     * note as well where more is given back than asked for, since a note takes it off what is still owed, and a line would leave
     * credit for what was never paid.
     */
    private static Step change(Move move, Known known) {
        Course before = move.of().course();
        Offer offer = known.next();
        PlanSwap swap = PlanSwap.of(
                offer.rules().proration(),
                before.calendar(),
                before.period(),
                before.billed(),
                offer.recurring(),
                offer.rules().calendarAfter(before.calendar(), offer.interval(), move.at()),
                move.at());
        Course course = Course.into(
                swap.calendar(), swap.calendar().containing(move.at()).index(), move.at(), known.sequence());
        Arrears arrears = Arrears.of(move, known);
        boolean down = ChangeDirection.of(known.present().recurring(), offer.recurring()) == ChangeDirection.DOWNGRADE;
        if (down || swap.net() < 0) {
            return Stepping.into(move, known, course, InvoiceKind.CHANGE, swap.charge(), List.of(), arrears)
                    .givingBack(swap.credit());
        }
        List<DraftFee> credit =
                Rating.unused(known.present(), move.at(), before.period().end(), swap.credit());
        return Stepping.into(move, known, course, InvoiceKind.CHANGE, swap.charge(), credit, arrears);
    }

    /** Nothing was paid that could be given back; the days so far count as days of the new plan's trial. */
    private static Step changeInTrial(Move move, Known known) {
        EngineSubscription of = move.of();
        Offer offer = known.next();
        BillingCalendar calendar = of.course().calendar();
        Instant end = new TrialSpan(offer.plan().trial().days()).end(of.startedAt(), calendar.zone());
        if (!end.isAfter(move.at())) {
            return Stepping.begin(move, known);
        }
        Course course = new Course(
                offer.rules().calendar(end, calendar.zone(), offer.interval()),
                Course.TRIAL,
                of.course().since(),
                end,
                null,
                of.course().sequence(),
                0,
                null);
        return Step.quiet(move, of.trialingOn(offer.versionId(), end, course), offer.currency());
    }

    static long unused(Move move, Known known, CancelPolicy policy) {
        EngineSubscription of = move.of();
        return of.trialing() || of.paused()
                ? 0
                : policy.amount(
                        known.present().prorated(of.course().period()),
                        of.course().billed(),
                        move.at());
    }

    private static Step pause(Move move, Known known) {
        Arrears arrears = Arrears.of(move, known);
        EngineSubscription paused = move.of().pausedNow();
        return new Step(
                move,
                paused.on(paused.course().countedTo(known.sequence()).since(move.at())),
                InvoiceKind.CHANGE,
                move.at(),
                move.of().periodEnd(),
                known.present().currency(),
                arrears.fees(),
                arrears.stretches(),
                0,
                unused(move, known, CancelPolicy.CREDIT),
                false,
                null);
    }

    /** Into the period that goes on, or after a trial into the first. */
    private static Step resume(Move move, Known known) {
        Course before = move.of().course();
        if (before.index() == Course.TRIAL) {
            return Stepping.begin(move, known);
        }
        Period period = before.calendar().containing(move.at());
        Course course = Course.into(before.calendar(), period.index(), move.at(), known.sequence())
                .migratedTo(move.toVersion() == null ? before.followVersionId() : null);
        long rest = known.next().priceFrom(period, move.at());
        return Stepping.into(move, known, course, InvoiceKind.CHANGE, rest, List.of(), Arrears.late(known));
    }

    /** The period has begun unpaid and closed, and is open again. */
    private static Step billRest(Move move, Known known) {
        Course before = move.of().course();
        Course course = Course.into(before.calendar(), before.index(), move.at(), known.sequence())
                .followedBy(before.nextVersionId())
                .migratedTo(before.followVersionId());
        long rest = known.present().priceFrom(before.period(), move.at());
        return Stepping.into(move, known, course, InvoiceKind.CHANGE, rest, List.of(), Arrears.of(move, known));
    }
}
