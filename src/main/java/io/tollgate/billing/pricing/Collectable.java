package io.tollgate.billing.pricing;

/** Whether an invoice's rest is worth a call to the gateway. */
public sealed interface Collectable {

    /** Nothing to pay: the invoice is paid at once, without a gateway. */
    record Nothing() implements Collectable {}

    /**
     * Too little to charge: the invoice counts as paid, and the next one asks for it as well (Stripe: 0.50 USD).
     *
     * @param amount in minor units
     */
    record Carried(long amount) implements Collectable {}

    /** @param amount in minor units, with what was carried */
    record Chargeable(long amount) implements Collectable {}

    /**
     * @param due in minor units
     * @param carried from invoices before
     * @param minimum what the gateway charges at least
     */
    static Collectable of(long due, long carried, long minimum) {
        long amount = Math.addExact(due, carried);
        if (amount == 0) {
            return new Nothing();
        }
        return amount < minimum ? new Carried(amount) : new Chargeable(amount);
    }
}
