package io.tollgate.billing.pricing;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A price model: what a quantity costs. Prices are in major units of the currency (0.0004 dollars) and exact; nothing is rounded
 * here. A model may hold any numbers; only one without {@link #faults} may be asked for {@link #parts}.
 */
public sealed interface Price
        permits BlockPrice,
                FlatPrice,
                GraduatedPercentagePrice,
                GraduatedPrice,
                PackagePrice,
                PercentagePrice,
                UnitPrice,
                VolumePrice {

    /** The parts of which the amount is the sum: one for each tier that was reached. Never empty. */
    List<PricePart> parts(Usage usage);

    /** What is wrong with it; empty when it can be sold. */
    List<PriceFault> faults();

    /** Of no events, where each is looked at; null where totals say enough. */
    default @Nullable PercentageTally tally() {
        return null;
    }

    /** Whether {@link Usage#tally} or all {@link Usage#values} must be there. */
    default boolean needsValues() {
        return tally() != null;
    }

    /** Whether {@link Usage#corrections} must be there. */
    default boolean needsCorrections() {
        return false;
    }

    /** In major units, exact. */
    default BigDecimal amount(Usage usage) {
        return parts(usage).stream().map(PricePart::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
