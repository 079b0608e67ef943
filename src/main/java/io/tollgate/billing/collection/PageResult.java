package io.tollgate.billing.collection;

/** What came of a payer's wish to pay an invoice. */
sealed interface PageResult {

    record Opened(String url) implements PageResult {}

    /** There is none, or it is somebody else's. */
    record NoInvoice() implements PageResult {}

    /** Nothing is to be paid. @param status of the invoice */
    record NotOpen(String status) implements PageResult {}

    /** It is paid by a bank transfer or the like. */
    record ByHand() implements PageResult {}

    /** The money may be on its way already. */
    record InProgress() implements PageResult {}

    /** The provider would not open a page. @param code why, in a word */
    record Refused(String code) implements PageResult {}

    /** The provider did not answer. */
    record NoAnswer() implements PageResult {}
}
