package io.tollgate.billing.invoice;

import java.util.Locale;

/**
 * Money of a payment that has left again without a credit note of ours.
 *
 * @param provider and {@code providerPaymentId}: the payment, as it was booked
 * @param reference unique with its provider: names this return
 * @param amount minor units of the invoice's currency, above 0
 */
public record TakenBack(String provider, String providerPaymentId, Cause cause, String reference, long amount) {

    public enum Cause {
        /** Somebody gave it back at the provider itself. */
        REFUND,
        /** The payer's bank took it back for good. */
        DISPUTE;

        String value() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
