package io.tollgate.billing.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpendAndLateUsageTest {

    private static final Scale USD = Scale.of("USD");

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "grad-om-min-1000, 100, 1000.00, , 1, 1, 900.00",
        "grad-om-max-170, 200, , 170.00, 1, 1, -30.00",
        "trueup-lago-25of28, 8, 10.00, , 25, 28, 0.93",
        "minimum reached, 1000, 1000.00, 2000.00, 1, 1, 0.00",
        "maximum of half a period, 100, , 170.00, 1, 2, -15.00",
    })
    void adjustsByOneLine(
            String label,
            BigDecimal usage,
            @Nullable BigDecimal minimum,
            @Nullable BigDecimal maximum,
            long part,
            long whole,
            BigDecimal line) {
        Charge charge = new Charge(
                new UnitPrice(BigDecimal.ONE),
                minimum == null ? null : USD.minor(minimum),
                maximum == null ? null : USD.minor(maximum));

        Rated rated = charge.rate(Usage.of(usage), USD, Fraction.of(part, whole));

        assertThat(rated.usage()).isEqualTo(USD.minor(usage));
        assertThat(rated.adjustment()).isEqualTo(USD.minor(line));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "grad-om-split-12-22, graduated, 15:3 20:2 *:1.5, 12, 10, 22.00",
        "late-zuora-vol-90-20, volume, 100:10 200:9 *:8, 90, 20, 90.00",
        "late-zuora-vol-100-1, volume, 100:10 200:9 *:8, 100, 1, -91.00",
    })
    void billsTheDifference(
            String label, String model, String tiers, BigDecimal before, BigDecimal late, BigDecimal difference) {
        Charge charge = Charge.of(Ladder.price(model, tiers));
        long billed = charge.rate(Usage.of(before), USD).amount();

        assertThat(charge.rate(Usage.of(before.add(late)), USD).since(billed)).isEqualTo(USD.minor(difference));
    }

    @Test
    @DisplayName("late-kb-next-invoice: 199 bullets, 5.90")
    void billsLateBulletsOnTheNextInvoice() {
        Charge bullets = Charge.of(new PackagePrice(new BigDecimal("2.95"), BigDecimal.valueOf(100), BigDecimal.ZERO));

        assertThat(bullets.rate(Usage.of(BigDecimal.valueOf(199)), USD).since(0))
                .isEqualTo(590);
    }

    @Test
    void lateUsageBelowTheMinimumCostsNothingMore() {
        Charge charge = new Charge(new UnitPrice(BigDecimal.ONE), 100_000L, null);
        long billed = charge.rate(Usage.of(BigDecimal.valueOf(100)), USD).amount();

        assertThat(charge.rate(Usage.of(BigDecimal.valueOf(400)), USD).since(billed))
                .isZero();
    }
}
