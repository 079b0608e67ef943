package io.tollgate.billing.pricing;

/**
 * What of an invoice's line may still be credited. Subtotal and tax are rounded apart, the tax over all notes together: when the
 * whole line has been credited in parts, exactly its tax has been as well.
 *
 * @param net of the line after discounts, in minor units
 * @param tax of the line
 * @param creditedNet by notes before
 * @param creditedTax by notes before
 */
public record Creditable(long net, long tax, long creditedNet, long creditedTax) {

    public Creditable {
        if (net < 0 || tax < 0 || creditedNet < 0 || creditedTax < 0 || creditedNet > net || creditedTax > tax) {
            throw new IllegalArgumentException(
                    "Credited " + creditedNet + " + " + creditedTax + " of " + net + " + " + tax);
        }
    }

    /** A line of which nothing was credited. */
    public static Creditable of(long net, long tax) {
        return new Creditable(net, tax, 0, 0);
    }

    /** How much a note may still hold before tax. */
    public long left() {
        return net - creditedNet;
    }

    /**
     * A note.
     *
     * @param amount before tax, 1 to {@link #left}
     */
    public Credit credit(long amount) {
        if (amount < 1 || amount > left()) {
            throw new IllegalArgumentException("A credit of " + amount + " of " + left());
        }
        long taxSoFar = Fraction.of(creditedNet + amount, net).of(tax);
        return new Credit(amount, Math.max(0, taxSoFar - creditedTax));
    }

    /** How much a note may still hold with tax; 0 when nothing before tax is left, for there is no note of tax alone. */
    public long grossLeft() {
        return left() == 0 ? 0 : left() + tax - creditedTax;
    }

    /**
     * A note of so much with tax: of which the tax is its share, so that both come to the amount.
     *
     * @param amount with tax, 1 to {@link #grossLeft}
     */
    public Credit creditGross(long amount) {
        if (amount < 1 || amount > grossLeft()) {
            throw new IllegalArgumentException("A credit of " + amount + " of " + grossLeft());
        }
        long taxLeft = tax - creditedTax;
        long share = Fraction.of(taxLeft, left() + taxLeft).of(amount);
        long ofTax = Math.clamp(share, Math.max(0, amount - left()), Math.min(taxLeft, amount - 1));
        return new Credit(amount - ofTax, ofTax);
    }

    /** What is left after the note. */
    public Creditable after(Credit note) {
        return new Creditable(net, tax, creditedNet + note.net(), creditedTax + note.tax());
    }
}
