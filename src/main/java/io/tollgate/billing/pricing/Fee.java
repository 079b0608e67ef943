package io.tollgate.billing.pricing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of an invoice before discounts and tax.
 *
 * @param amount in minor units; below zero for a credit
 * @param metric whose usage it charges; null for a base fee
 * @param plan to which it belongs; null for one of no plan
 */
public record Fee(
        long amount, @Nullable String metric, @Nullable String plan, List<TaxRate> taxes) {

    public Fee {
        taxes = List.copyOf(taxes);
    }
}
