package io.tollgate.billing.invoice;

import io.tollgate.billing.pricing.Scale;

/**
 * Of what an invoice's gateway takes, and gives back, a multiple only.
 *
 * @param cents minor units; 1 where it is any amount
 */
record ChargeStep(long cents) {

    static ChargeStep of(String provider, String currency) {
        return new ChargeStep(provider.equals("stripe") ? Scale.of(currency).stripeStep() : 1);
    }

    /** The most of it that the gateway takes. */
    long down(long amount) {
        return amount - amount % cents;
    }

    /** So much of what is open that the gateway takes the rest: all of it, or whole steps. */
    long partOf(long open, long amount) {
        return amount < open ? down(amount) : open;
    }
}
