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

    /**
     * The gateway is asked for it.
     *
     * @param amount in minor units, with what was carried
     * @param rest what the gateway's steps leave over, for which the next invoice asks
     */
    record Chargeable(long amount, long rest) implements Collectable {}

    /**
     * @param due in minor units
     * @param carried from invoices before
     * @param minimum what the gateway charges at least
     * @param step of which it charges a multiple
     */
    static Collectable of(long due, long carried, long minimum, long step) {
        long asked = Math.addExact(due, carried);
        if (asked == 0) {
            return new Nothing();
        }
        long rest = asked % step;
        long amount = asked - rest;
        return amount < Math.max(minimum, step) ? new Carried(asked) : new Chargeable(amount, rest);
    }
}
