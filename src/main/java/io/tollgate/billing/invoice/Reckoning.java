package io.tollgate.billing.invoice;

import io.tollgate.billing.pricing.Collectable;
import io.tollgate.billing.pricing.Coupon;
import io.tollgate.billing.pricing.CouponUse;
import io.tollgate.billing.pricing.Fee;
import io.tollgate.billing.pricing.InvoiceTotal;
import io.tollgate.billing.pricing.TaxRate;
import java.util.List;

/**
 * What an invoice comes to, given the account it is for and the coupons in its customer's hands. Nothing here is rounded or spread:
 * that is {@code billing.pricing}'s.
 *
 * @param carried what earlier invoices could not ask for, as far as this one asks for it
 * @param walletForCarried what of it the wallet pays
 * @param collectable what is left
 */
record Reckoning(InvoiceTotal total, long carried, long walletForCarried, Collectable collectable) {

    /**
     * @param minimum what the gateway charges at least
     * @param step of which it charges a multiple
     */
    static Reckoning of(
            List<InvoiceLine> lines, BillingAccount account, List<Coupon> coupons, long minimum, long step) {
        List<TaxRate> rates =
                account.taxes().stream().map(BillingAccount.Tax::rate).toList();
        List<Fee> fees = lines.stream()
                .map(line -> new Fee(line.amount(), line.metric(), line.plan(), rates))
                .toList();
        InvoiceTotal total = InvoiceTotal.of(fees, coupons, Math.max(account.credit(), 0), account.wallet());
        if (total.total() < 0) {
            return new Reckoning(total, 0, 0, new Collectable.Nothing());
        }
        long carried = Math.max(Math.negateExact(account.credit()), 0);
        long fromWallet = Math.min(account.wallet() - total.wallet(), carried);
        return new Reckoning(
                total, carried, fromWallet, Collectable.of(total.due(), carried - fromWallet, minimum, step));
    }

    long amountDue() {
        return collectable instanceof Collectable.Chargeable charge ? charge.amount() : 0;
    }

    long carriedOut() {
        return switch (collectable) {
            case Collectable.Nothing _ -> 0;
            case Collectable.Carried all -> all.amount();
            case Collectable.Chargeable charge -> charge.rest();
        };
    }

    long creditCreated() {
        return Math.max(Math.negateExact(total.total()), 0);
    }

    long walletApplied() {
        return Math.addExact(total.wallet(), walletForCarried);
    }

    /** What the coupon took off; 0 where it was not used. */
    long takenOff(String couponId) {
        return total.coupons().stream()
                .filter(use -> use.coupon().equals(couponId))
                .mapToLong(CouponUse::amount)
                .sum();
    }
}
