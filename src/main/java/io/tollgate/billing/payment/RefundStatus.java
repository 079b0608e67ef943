package io.tollgate.billing.payment;

import java.util.Locale;

/** Where a refund stands. */
enum RefundStatus {
    /** Wanted; whether Stripe has done it is not known yet. */
    REQUESTED,
    PENDING,
    /** The payer has to say where the money shall go. */
    REQUIRES_ACTION,
    SUCCEEDED,
    /** Refused by Stripe, or sent back by the bank. */
    FAILED,
    CANCELED;

    String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    static RefundStatus of(String value) {
        return valueOf(value.toUpperCase(Locale.ROOT));
    }

    /** A word of Stripe's that is not known yet is one on the way. */
    static RefundStatus ofStripe(String word) {
        return switch (word) {
            case "succeeded" -> SUCCEEDED;
            case "failed" -> FAILED;
            case "canceled" -> CANCELED;
            case "requires_action" -> REQUIRES_ACTION;
            default -> PENDING;
        };
    }
}
