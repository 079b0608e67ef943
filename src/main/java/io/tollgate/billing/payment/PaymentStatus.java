package io.tollgate.billing.payment;

import java.util.Locale;

/** What became of a payment. Money that has arrived never un-arrives: after {@link #SUCCEEDED} only what goes back counts. */
enum PaymentStatus {
    /** Asked for and not tried yet. */
    PENDING,
    /** Not paid so far; it may be tried again. */
    FAILED,
    /** Nobody owes it any more: the invoice was voided. */
    CANCELED,
    SUCCEEDED,
    PARTIALLY_REFUNDED,
    REFUNDED,
    /** The payer's bank has taken the money until it is decided whose it is. */
    DISPUTED,
    /** Lost in a dispute. */
    REVERSED;

    /** The money has arrived, whatever became of it. */
    boolean collected() {
        return switch (this) {
            case PENDING, FAILED, CANCELED -> false;
            case SUCCEEDED, PARTIALLY_REFUNDED, REFUNDED, DISPUTED, REVERSED -> true;
        };
    }

    /** As stored and shown. */
    String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    static PaymentStatus of(String value) {
        return valueOf(value.toUpperCase(Locale.ROOT));
    }
}
