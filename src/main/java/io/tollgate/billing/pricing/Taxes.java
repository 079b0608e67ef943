package io.tollgate.billing.pricing;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** The taxes of an invoice: summed over the discounted lines, rounded once, and divided so that the rates add up to the sum. */
final class Taxes {

    private Taxes() {}

    /** @param discounts in the fees' order */
    static SequencedMap<TaxRate, Long> of(List<Fee> fees, List<Long> discounts) {
        Map<TaxRate, BigDecimal> exact = new LinkedHashMap<>();
        for (int i = 0; i < fees.size(); i++) {
            long net = Math.subtractExact(fees.get(i).amount(), discounts.get(i));
            for (TaxRate rate : fees.get(i).taxes()) {
                exact.merge(rate, rate.on(net), BigDecimal::add);
            }
        }
        return rounded(exact);
    }

    private static SequencedMap<TaxRate, Long> rounded(Map<TaxRate, BigDecimal> exact) {
        List<BigDecimal> amounts = List.copyOf(exact.values());
        long total = Rounding.halfUp(amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add));
        long[] shares = Spread.whole(total, amounts);
        SequencedMap<TaxRate, Long> taxes = new LinkedHashMap<>();
        int i = 0;
        for (TaxRate rate : exact.keySet()) {
            taxes.put(rate, shares[i++]);
        }
        return taxes;
    }
}
