package io.tollgate.billing.engine;

import io.tollgate.billing.invoice.DraftFee;
import io.tollgate.billing.invoice.InvoiceKind;
import io.tollgate.billing.pricing.Billed;
import io.tollgate.billing.pricing.Period;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is still to be billed of a subscription that is over: usage that was told late; and of one that was parked when it ended, the
 * periods that it had missed, in their order, as if it had been billed in time. Pure.
 */
final class AfterTheEnd {

    private AfterTheEnd() {}

    static Step step(Move move, Known known) {
        Instant end = move.of().endedAt();
        return end != null && move.of().unbilled() && move.at().isBefore(end)
                ? missed(move, known, end)
                : last(move, known, end);
    }

    /** The usage of the period that ends, and the base fee of the one that begins. */
    private static Step missed(Move move, Known known, Instant end) {
        Course course = Stepping.following(move, known);
        List<DraftFee> fees = new ArrayList<>(base(move, known.next(), course.period()));
        boolean begins = !fees.isEmpty();
        Arrears arrears = Arrears.of(move, known);
        fees.addAll(arrears.fees());
        return new Step(
                move,
                move.of()
                        .billedTo(
                                known.next().versionId(),
                                course.unbilledUntil(end, move.of().course().end())),
                begins ? InvoiceKind.PERIOD : InvoiceKind.LATE,
                move.at(),
                begins ? course.period().end() : move.at(),
                known.next().currency(),
                List.copyOf(fees),
                arrears.stretches(),
                0,
                0,
                false,
                null);
    }

    /** What would be given back of it is not asked for. Who wished it to end sooner owes nothing from then on. */
    private static List<DraftFee> base(Move move, Offer offer, Period period) {
        EngineSubscription of = move.of();
        PlannedEnd over = of.course().end();
        if (over == null || of.endsWith(move.at()) || !move.at().isBefore(over.at())) {
            return List.of();
        }
        long price = offer.priceFrom(period, move.at());
        long unused = over.at().isBefore(period.end())
                ? over.policy().amount(offer.prorated(period), new Billed(price, move.at()), over.at())
                : 0;
        return Rating.base(offer, period, move.at(), price - unused);
    }

    /** Looked at once more for what was told late, after what it used in the end was billed. */
    private static Step last(Move move, Known known, @Nullable Instant end) {
        EngineSubscription of = move.of();
        Course counted = of.course().countedTo(known.sequence());
        Arrears late = Arrears.of(move, known);
        return new Step(
                move,
                of.on(
                        end == null || !of.unbilled()
                                ? counted.stopped()
                                : counted.since(end).lookedAtAgain(end.plus(known.lookBack()))),
                InvoiceKind.LATE,
                move.at(),
                move.at(),
                known.present().currency(),
                late.fees(),
                late.stretches(),
                0,
                0,
                false,
                null);
    }
}
