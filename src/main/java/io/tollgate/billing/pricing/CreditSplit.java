package io.tollgate.billing.pricing;

/**
 * Where the money of a credit note goes: first against what is still owed on the invoice, only the rest was ever paid and is
 * refunded.
 *
 * @param offset taken off what is owed, in minor units
 * @param refund given back
 */
public record CreditSplit(long offset, long refund) {

    /**
     * @param total of the invoice
     * @param paid of it
     * @param credit 0 to the total
     */
    public static CreditSplit of(long total, long paid, long credit) {
        if (paid < 0 || paid > total || credit < 0 || credit > total) {
            throw new IllegalArgumentException("Credit " + credit + " of " + total + ", paid " + paid);
        }
        long offset = Math.min(credit, total - paid);
        return new CreditSplit(offset, credit - offset);
    }
}
