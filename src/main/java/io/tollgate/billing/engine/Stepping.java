package io.tollgate.billing.engine;

import io.tollgate.billing.invoice.DraftFee;
import io.tollgate.billing.invoice.InvoiceKind;
import io.tollgate.billing.plan.Trial;
import io.tollgate.billing.pricing.BillingCalendar;
import io.tollgate.billing.pricing.CancelPolicy;
import io.tollgate.billing.pricing.Period;
import io.tollgate.billing.subscription.SubscriptionStatus;
import java.util.ArrayList;
import java.util.List;

/** What comes by itself when a period or a trial ends. Pure: the run and the preview of it ask the same. */
final class Stepping {

    private Stepping() {}

    static Step boundary(Move move, Known known) {
        EngineSubscription of = move.of();
        if (!of.live()) {
            return AfterTheEnd.step(move, known);
        }
        PlannedEnd end = of.course().end();
        if (end != null && of.course().endsBy(move.at())) {
            return ended(move, known, Changing.unused(move, known, end.policy()), end.policy() == CancelPolicy.REFUND);
        }
        if (of.trialing()) {
            return trialEnd(move, known);
        }
        return of.endsWith(move.at()) || known.next().free() ? end(move, known) : renewal(move, known);
    }

    private static Step trialEnd(Move move, Known known) {
        EngineSubscription of = move.of();
        String currency = known.present().currency();
        if (of.ending() || known.next().free()) {
            Step ended = Step.quiet(move, of.ended(move.at()), currency);
            return known.next().free() && !of.ending()
                    ? ended.followedByFree(known.next().versionId())
                    : ended;
        }
        Trial.End withoutMeans = known.next().plan().trial().withoutCard();
        if (known.collectable() || of.trialEnd() == null || withoutMeans == Trial.End.CREATE_INVOICE) {
            return begin(move, known);
        }
        return Step.quiet(move, withoutMeans == Trial.End.PAUSE ? of.pausedNow() : of.ended(move.at()), currency);
    }

    /** The first period. Usage of the trial is free. */
    static Step begin(Move move, Known known) {
        Offer offer = known.next();
        BillingCalendar calendar =
                offer.rules().calendar(move.at(), move.of().course().calendar().zone(), offer.interval());
        Period period = calendar.containing(move.at());
        Course course = Course.into(calendar, period.index(), move.at(), known.sequence());
        long price = offer.priceFrom(period, move.at());
        return into(move, known, course, InvoiceKind.PERIOD, price, List.of(), Arrears.NONE);
    }

    private static Step renewal(Move move, Known known) {
        Course course = following(move, known);
        // What opens nothing asks for nothing ahead.
        long price = move.of().status() == SubscriptionStatus.UNPAID
                ? 0
                : known.next().priceFrom(course.period(), move.at());
        return into(move, known, course, InvoiceKind.PERIOD, price, List.of(), Arrears.of(move, known));
    }

    /** Into the next period, by the calendar of what follows. */
    static Course following(Move move, Known known) {
        Course before = move.of().course();
        Offer offer = known.next();
        boolean asBefore = offer.samePlan(known.present())
                && offer.interval().equals(before.calendar().interval());
        BillingCalendar calendar = asBefore
                ? before.calendar()
                : offer.rules().calendarAfter(before.calendar(), offer.interval(), move.at());
        Period period = asBefore ? calendar.period(before.index() + 1) : calendar.containing(move.at());
        return Course.into(calendar, period.index(), move.at(), known.sequence());
    }

    /** Goes on with what follows: its base fee ahead, and what is in arrears. */
    static Step into(
            Move move,
            Known known,
            Course course,
            InvoiceKind kind,
            long price,
            List<DraftFee> before,
            Arrears arrears) {
        List<DraftFee> fees = new ArrayList<>(before);
        fees.addAll(Rating.base(known.next(), course.period(), move.at(), price));
        fees.addAll(arrears.fees());
        return new Step(
                move,
                move.of().runningOn(known.next().versionId(), course),
                kind,
                move.at(),
                course.period().end(),
                known.next().currency(),
                List.copyOf(fees),
                arrears.stretches(),
                price,
                0,
                false,
                null);
    }

    private static Step end(Move move, Known known) {
        Step ended = ended(move, known, 0, false);
        return move.of().ending() ? ended : ended.followedByFree(known.next().versionId());
    }

    /** @param giveBack of the base fee, in minor units */
    static Step ended(Move move, Known known, long giveBack, boolean refund) {
        Arrears arrears = move.of().trialing() ? Arrears.NONE : Arrears.of(move, known);
        EngineSubscription after = move.of().ended(move.at());
        Course course = after.course().countedTo(known.sequence()).since(move.at());
        return new Step(
                move,
                after.on(
                        known.present().charges().isEmpty()
                                ? course
                                : course.lookedAtAgain(move.at().plus(known.lookBack()))),
                InvoiceKind.CANCEL,
                move.at(),
                move.at(),
                known.present().currency(),
                arrears.fees(),
                arrears.stretches(),
                0,
                giveBack,
                refund,
                null);
    }
}
