package io.tollgate.billing.invoice;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a customer is billed, as it goes out. Amounts in minor units.
 *
 * @param currency null until it is chosen, at the latest by the first invoice
 * @param credit below zero: too little to be charged so far, the next invoice asks for it
 */
record AccountView(
        UUID userId,
        @Schema(example = "EUR") @Nullable String currency,
        @Schema(example = "Europe/Berlin") String timeZone,
        long credit,
        long wallet,
        @Nullable Integer paymentTermsDays,
        Party buyer,
        List<TaxView> taxes,
        List<HeldView> coupons) {

    record TaxView(String code, String name, BigDecimal percent) {}

    /** @param usesLeft null for all invoices */
    record HeldView(
            UUID id, String code, String name, @Nullable Integer usesLeft) {}

    static AccountView of(BillingAccount account, List<HeldCoupon> held) {
        return new AccountView(
                account.userId(),
                account.currency(),
                account.zone().getId().equals("Z") ? "UTC" : account.zone().getId(),
                account.credit(),
                account.wallet(),
                account.paymentTermsDays(),
                account.buyer(),
                account.taxes().stream()
                        .map(tax -> new TaxView(
                                tax.rate().code(), tax.name(), tax.rate().percent()))
                        .toList(),
                held.stream()
                        .filter(coupon -> coupon.usesLeft() == null || coupon.usesLeft() > 0)
                        .map(coupon -> new HeldView(coupon.id(), coupon.code(), coupon.name(), coupon.usesLeft()))
                        .toList());
    }
}
