package io.tollgate.billing.invoice;

/** What came of a wish to void an invoice or to give it up. */
sealed interface InvoiceFate {

    record Changed(Invoice invoice) implements InvoiceFate {}

    record NoInvoice() implements InvoiceFate {}

    /** Its status does not allow it, or something of it was paid. */
    record NotAllowed(Invoice invoice) implements InvoiceFate {}
}
