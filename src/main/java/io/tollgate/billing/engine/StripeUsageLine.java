package io.tollgate.billing.engine;

import io.tollgate.billing.invoice.DraftFee;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line of usage for an invoice.
 *
 * @param origin the invoice of Stripe's with which it was decided, with {@code position} its name
 * @param amount minor units; below zero for a credit
 * @param target the draft that it is to go on; null while it waits for the next
 * @param asked whether Stripe may have it already
 */
record StripeUsageLine(
        String origin,
        int position,
        String description,
        long amount,
        String currency,
        Instant from,
        Instant to,
        @Nullable String target,
        boolean asked) {

    static StripeUsageLine of(String origin, int position, DraftFee fee, String currency) {
        return new StripeUsageLine(
                origin,
                position,
                fee.description(),
                fee.amount(),
                currency,
                fee.periodStart(),
                fee.periodEnd(),
                null,
                false);
    }

    /** By which Stripe's copy of it is known. */
    String note() {
        return origin + ":" + position;
    }

    /** On an invoice of our own. */
    DraftFee fee() {
        return DraftFee.flat("usage", description, null, from, to, amount);
    }
}
