package io.tollgate.billing.collection;

import io.tollgate.billing.invoice.Invoice;

/** What came of noting a payment. */
sealed interface MarkPaidResult {

    /** It is booked, now or before. */
    record Marked(Invoice invoice) implements MarkPaidResult {}

    record NoInvoice() implements MarkPaidResult {}

    /** Nothing is to be paid. @param status of the invoice */
    record NotOpen(String status) implements MarkPaidResult {}

    /** A charge is on its way: whether it takes the money is not known yet. */
    record InProgress() implements MarkPaidResult {}
}
