package io.tollgate.billing.invoice;

import io.tollgate.billing.pricing.CreditSplit;

/**
 * Where the money of a credit note goes. The account also gets what the invoice's gateway cannot give back, and what it could not be
 * asked for the rest of the invoice without: less than a {@link ChargeStep} each.
 *
 * @param offset taken off what is still owed, in minor units
 * @param balance to the account's credit
 * @param refund to where it was paid from
 */
record NoteSplit(long offset, long balance, long refund) {

    /** @param refund whether what was paid goes back to where it came from, as far as it came by payments */
    static NoteSplit of(Invoice invoice, long credit, boolean refund) {
        // What earlier invoices left to this one is owed as well, so more may be open than it comes to.
        long asked = Math.max(invoice.total(), invoice.amountDue());
        CreditSplit split = CreditSplit.of(asked, asked - invoice.amountOpen(), credit);
        long offset = invoice.step().partOf(invoice.amountOpen(), split.offset());
        long most = Math.min(split.refund(), invoice.amountPaid() - invoice.amountRefunded());
        long back = refund ? invoice.step().down(most) : 0;
        return new NoteSplit(offset, credit - offset - back, back);
    }
}
