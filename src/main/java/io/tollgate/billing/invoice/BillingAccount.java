package io.tollgate.billing.invoice;

import io.tollgate.billing.pricing.TaxRate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a customer is billed.
 *
 * @param currency ISO 4217 of all invoices; null before the first where none was chosen
 * @param zone whose midnight begins a day
 * @param credit from notes, in minor units; below zero: too little to be charged so far
 * @param wallet paid in advance or granted, 0 or more
 * @param paymentTermsDays until an invoice is due; null for what is configured
 * @param buyer as the next invoice names them
 * @param taxes that are added to each line
 */
public record BillingAccount(
        UUID userId,
        @Nullable String currency,
        ZoneId zone,
        long credit,
        long wallet,
        @Nullable Integer paymentTermsDays,
        Party buyer,
        List<Tax> taxes) {

    /** A rate with what it is called on an invoice. */
    public record Tax(TaxRate rate, String name) {}

    public BillingAccount {
        taxes = List.copyOf(taxes);
    }

    /** As it is once the invoice is issued. */
    BillingAccount after(Invoice invoice) {
        return new BillingAccount(
                userId,
                invoice.currency(),
                zone,
                Math.addExact(credit, invoice.creditChange()),
                wallet - invoice.walletApplied(),
                paymentTermsDays,
                buyer,
                taxes);
    }

    BillingAccount with(List<Tax> others) {
        return new BillingAccount(userId, currency, zone, credit, wallet, paymentTermsDays, buyer, others);
    }
}
