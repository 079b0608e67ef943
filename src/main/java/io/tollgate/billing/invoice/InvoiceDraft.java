package io.tollgate.billing.invoice;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What an invoice is to say, before coupons, taxes and balances, which {@link Invoices} knows.
 *
 * @param provider who collects it: {@code manual}, {@code stripe} or {@code paymob}
 * @param periodStart with subscription and kind what makes the invoice one of a kind
 * @param currency ISO 4217, upper case; that of the account, whose first invoice decides it
 * @param usageSequence up to which event usage was counted; 0 where none was
 * @param at the customer's now, from which the due date is counted
 */
public record InvoiceDraft(
        UUID subscriptionId,
        UUID userId,
        String provider,
        InvoiceKind kind,
        Instant periodStart,
        Instant periodEnd,
        String currency,
        List<DraftFee> fees,
        long usageSequence,
        Instant at) {

    public InvoiceDraft {
        fees = List.copyOf(fees);
    }
}
