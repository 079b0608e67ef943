package io.tollgate.billing.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PercentagePriceTest {

    private static final Scale USD = Scale.of("USD");

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "pct-lago-doc, 1.2, 0.10, 3, 500, , , 200 100 100 50, 0.70",
        "pct-lago-minmax, 2.99, 0, , , 1.75, 12, 10 80 10000, 16.14",
        "pct-lago-minmax-fixed, 2.99, 2, , , 1.75, 12, 10 80 10000, 18.69",
        "pct-lago-minmax-free-events, 2.99, 0, 2, , 1.75, 12, 10 80 10000, 12.00",
        "pct-lago-minmax-free-amount, 2.99, 0, , 30, 1.75, 12, 10 80 10000, 13.79",
        "pct-lago-minmax-both, 2.99, 0, 3, 10000, 1.75, 12, 10 80 10000, 2.69",
        "pct-lago-crossing, 1.3, 2, 3, 250, , , 50 100 250 400, 11.15",
        "pct-lago-amount-only, 1.3, 2, , 250, , , 50 100 250 400, 11.15",
        "pct-lago-events-only, 1.3, 2, 3, , , , 50 100 250 400, 7.20",
        "pct-lago-events-end-first, 1.3, 2, 3, 500, , , 50 100 250 400, 7.20",
        "pct-lago-nothing-free, 1.3, 2, , , , , 50 100 250 400, 18.40",
        "pct-lago-all-free, 1.3, 2, 5, , , , 50 100 250 400, 0.00",
        "pct-lago-rate-0, 0, 2, , , , , 50 100 250 400, 8.00",
        "pct-refunded-event, 1, 0, , , 0, , 300 -100, 2.00",
        "pct-corrected, 1, 0.30, , , , , 300 -100, 2.30",
        "pct-corrected-minimum, 1, 0.30, , , 0, , 300 -100, 2.30",
        "pct-never-below-0, 1, 0, 1, , , , 300 -100, 0.00",
    })
    void takesItsShareOfEachEvent(
            String label,
            BigDecimal rate,
            BigDecimal fixed,
            @Nullable Long freeEvents,
            @Nullable BigDecimal freeAmount,
            @Nullable BigDecimal minimum,
            @Nullable BigDecimal maximum,
            String values,
            BigDecimal amount) {
        Price price = new PercentagePrice(rate, fixed, freeEvents, freeAmount, minimum, maximum);
        List<BigDecimal> each =
                Arrays.stream(values.split(" ")).map(BigDecimal::new).toList();

        assertThat(Charge.of(price).rate(Usage.ofEach(each), USD).amount()).isEqualTo(USD.minor(amount));
    }

    @Test
    void needsTheEventsOnlyForWhatLooksAtThem() {
        Price free = new PercentagePrice(BigDecimal.ONE, BigDecimal.ZERO, 3L, null, null, null);
        Usage totals = new Usage(BigDecimal.valueOf(800), 4, List.of());

        Usage corrected = new Usage(BigDecimal.valueOf(800), 4, 1, List.of(), null);

        assertThat(PercentagePrice.of(BigDecimal.ONE, BigDecimal.TWO).amount(totals))
                .isEqualByComparingTo("16");
        assertThat(PercentagePrice.of(BigDecimal.ONE, BigDecimal.TWO).amount(corrected))
                .isEqualByComparingTo("14");
        assertThatIllegalArgumentException().isThrownBy(() -> free.amount(totals));
    }
}
