package io.tollgate.billing.collection;

/** What is to be done about a credit note's money. */
sealed interface RefundIntent {

    /** Its payment's gateway is asked to give it back. */
    record Ask(NoteRefund refund) implements RefundIntent {}

    /** Another one of the same payment may yet be done, and its provider could not tell the two apart. */
    record Wait() implements RefundIntent {}

    /**
     * It is decided, or no payment can give it back: then the account has it, or an administrator gives it back by hand, as it came.
     */
    record Nothing() implements RefundIntent {}
}
