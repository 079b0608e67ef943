package io.tollgate.billing.invoice;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A line of an invoice.
 *
 * @param position from 1
 * @param tier which of the price's, from 1; null for what has none
 * @param unitPrice in major units
 * @param flatPrice in addition to the units', in major units
 * @param amount in minor units, before the discount
 * @param discount what coupons took off
 */
public record InvoiceLine(
        UUID invoiceId,
        int position,
        String kind,
        String description,
        @Nullable UUID chargeId,
        @Nullable String metric,
        @Nullable String plan,
        Instant periodStart,
        Instant periodEnd,
        @Nullable Integer tier,
        @Nullable BigDecimal quantity,
        @Nullable BigDecimal unitPrice,
        @Nullable BigDecimal flatPrice,
        long amount,
        long discount) {

    /** Before tax. */
    public long net() {
        return amount - discount;
    }
}
