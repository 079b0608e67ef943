package io.tollgate.billing.invoice;

/** What came of a wish to credit something. */
public sealed interface CreditNoteResult {

    /** @param invoice as it is with the note */
    record Issued(CreditNote note, Invoice invoice) implements CreditNoteResult {}

    /** There is no such invoice. */
    record NoInvoice() implements CreditNoteResult {}

    /** It is void or given up, or asks for nothing. */
    record NotCreditable() implements CreditNoteResult {}

    record NoSuchLine() implements CreditNoteResult {}

    /** The invoice has as many as are shown with it. */
    record TooMany() implements CreditNoteResult {}

    /** @param left before tax, in minor units */
    record TooHigh(long left) implements CreditNoteResult {}
}
