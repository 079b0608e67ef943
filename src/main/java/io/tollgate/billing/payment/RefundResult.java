package io.tollgate.billing.payment;

/** What came of a wish to give money back. */
sealed interface RefundResult {

    /** Stripe has taken it on. */
    record Made(Refund refund) implements RefundResult {}

    /** Stripe has not answered; the refund is noted and will be done, or found done. */
    record Noted(Refund refund) implements RefundResult {}

    /** There is nothing to give back: nothing has arrived, or not by way of Stripe, or all is gone. */
    record NotRefundable() implements RefundResult {}

    record Disputed() implements RefundResult {}

    /** @param leftCents what may still go back */
    record TooHigh(long leftCents) implements RefundResult {}

    /** Stripe will not do it. */
    record Refused(String reason) implements RefundResult {}
}
