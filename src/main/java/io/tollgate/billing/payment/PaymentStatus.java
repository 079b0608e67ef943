package io.tollgate.billing.payment;

import java.util.Locale;

/** What became of a payment. It only ever goes on to a later one of these. */
enum PaymentStatus {
    PENDING,
    /** Not paid so far; it may be tried again. */
    FAILED,
    SUCCEEDED,
    REFUNDED;

    /** As stored and shown. */
    String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    static PaymentStatus of(String value) {
        return valueOf(value.toUpperCase(Locale.ROOT));
    }
}
