package io.tollgate.billing.engine;

import io.tollgate.billing.invoice.DraftFee;
import io.tollgate.billing.invoice.InvoiceDraft;
import io.tollgate.billing.invoice.InvoiceKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a move comes to: how the subscription stands afterwards, and what is asked for.
 *
 * @param stretches over with it, or rated anew: what they have now been billed at
 * @param base what of the fees is the base fee of what follows, before discounts, in minor units
 * @param giveBack of the base fee that was billed before, in minor units
 * @param refund whether that goes back as money, as far as it was paid
 * @param freeVersionId the free plan that follows a subscription that ends; null for none
 */
record Step(
        Move move,
        EngineSubscription after,
        InvoiceKind kind,
        Instant periodStart,
        Instant periodEnd,
        String currency,
        List<DraftFee> fees,
        List<BilledStretch> stretches,
        long base,
        long giveBack,
        boolean refund,
        @Nullable UUID freeVersionId) {

    /** Nothing is asked for. */
    static Step quiet(Move move, EngineSubscription after, String currency) {
        return new Step(
                move,
                after,
                InvoiceKind.PERIOD,
                move.at(),
                move.at(),
                currency,
                List.of(),
                List.of(),
                0,
                0,
                false,
                null);
    }

    boolean asks() {
        return !fees.isEmpty();
    }

    /** The sum of what it asks for, in minor units. */
    long asked() {
        return fees.stream().mapToLong(DraftFee::amount).reduce(0, Math::addExact);
    }

    /** The invoice it makes, if it {@link #asks} for anything. */
    InvoiceDraft draft() {
        EngineSubscription of = move.of();
        return new InvoiceDraft(
                of.id(),
                of.userId(),
                of.provider().value(),
                kind,
                periodStart,
                periodEnd,
                currency,
                fees,
                after.course().sequence(),
                move.now());
    }

    /** @param amount of the base fee that was billed before, in minor units */
    Step givingBack(long amount) {
        return with(fees, amount, freeVersionId);
    }

    /** With one thing more to ask for. */
    Step with(List<DraftFee> more) {
        List<DraftFee> all = new ArrayList<>(fees);
        all.addAll(more);
        return with(List.copyOf(all), giveBack, freeVersionId);
    }

    /** The free plan follows it. */
    Step followedByFree(UUID versionId) {
        return with(fees, giveBack, versionId);
    }

    private Step with(List<DraftFee> asked, long back, @Nullable UUID free) {
        return new Step(
                move, after, kind, periodStart, periodEnd, currency, asked, stretches, base, back, refund, free);
    }
}
