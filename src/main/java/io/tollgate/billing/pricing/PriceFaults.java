package io.tollgate.billing.pricing;

import io.tollgate.billing.pricing.PriceFault.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with the numbers of a price. */
final class PriceFaults {

    private final List<PriceFault> found = new ArrayList<>();

    PriceFaults notNegative(String field, @Nullable BigDecimal number) {
        if (number != null && measured(field, number) && number.signum() < 0) {
            add(field, Kind.NEGATIVE);
        }
        return this;
    }

    PriceFaults positive(String field, BigDecimal number) {
        if (measured(field, number) && number.signum() <= 0) {
            add(field, Kind.NOT_POSITIVE);
        }
        return this;
    }

    PriceFaults ordered(String field, @Nullable BigDecimal minimum, @Nullable BigDecimal maximum) {
        if (minimum != null && maximum != null && maximum.compareTo(minimum) < 0) {
            add(field, Kind.MAXIMUM_BELOW_MINIMUM);
        }
        return this;
    }

    void add(String field, Kind kind) {
        found.add(new PriceFault(field, kind));
    }

    PriceFaults addAll(List<PriceFault> faults) {
        found.addAll(faults);
        return this;
    }

    List<PriceFault> list() {
        return List.copyOf(found);
    }

    private boolean measured(String field, BigDecimal number) {
        boolean fits = Decimals.fits(number);
        if (!fits) {
            add(field, Kind.TOO_MANY_DIGITS);
        }
        return fits;
    }
}
