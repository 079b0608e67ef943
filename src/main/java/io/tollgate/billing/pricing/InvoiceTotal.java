package io.tollgate.billing.pricing;

import java.util.Collections;
import java.util.List;
import java.util.SequencedMap;

/**
 * What an invoice comes to, in minor units, always in the same order: fees, coupons, tax, credit notes, wallet.
 *
 * @param discounts of each fee, in the fees' order
 * @param coupons in the order in which they were applied
 * @param taxes of each rate
 * @param total after discounts and tax; below zero when credits exceed fees
 * @param credited paid by credit notes
 * @param wallet paid by the customer's balance
 * @param due what is left to pay, 0 or more
 * @param creditLeft what of the credit notes, and of a total below zero, stays for later invoices
 */
public record InvoiceTotal(
        long subtotal,
        List<Long> discounts,
        List<CouponUse> coupons,
        SequencedMap<TaxRate, Long> taxes,
        long total,
        long credited,
        long wallet,
        long due,
        long creditLeft) {

    public InvoiceTotal {
        discounts = List.copyOf(discounts);
        coupons = List.copyOf(coupons);
        taxes = Collections.unmodifiableSequencedMap(taxes);
    }

    /**
     * @param creditNotes what the customer has from them, 0 or more
     * @param wallet the customer's balance, 0 or more
     * @throws ArithmeticException if anything comes to 2^63 or more
     */
    public static InvoiceTotal of(List<Fee> fees, List<Coupon> coupons, long creditNotes, long wallet) {
        if (creditNotes < 0 || wallet < 0) {
            throw new IllegalArgumentException("Credit of " + creditNotes + ", a wallet of " + wallet);
        }
        long subtotal = fees.stream().mapToLong(Fee::amount).reduce(0, Math::addExact);
        Discounts discounts = Discounts.of(fees, coupons);
        SequencedMap<TaxRate, Long> taxes = Taxes.of(fees, discounts.perFee());
        long total = Math.addExact(Math.subtractExact(subtotal, discounts.total()), sum(taxes));
        long payable = Math.max(total, 0);
        long credited = Math.min(creditNotes, payable);
        long fromWallet = Math.min(wallet, payable - credited);
        return new InvoiceTotal(
                subtotal,
                discounts.perFee(),
                discounts.used(),
                taxes,
                total,
                credited,
                fromWallet,
                payable - credited - fromWallet,
                Math.addExact(creditNotes - credited, Math.subtractExact(payable, total)));
    }

    public long discount() {
        return discounts.stream().mapToLong(Long::longValue).reduce(0, Math::addExact);
    }

    public long tax() {
        return sum(taxes);
    }

    private static long sum(SequencedMap<TaxRate, Long> taxes) {
        return taxes.values().stream().mapToLong(Long::longValue).reduce(0, Math::addExact);
    }
}
