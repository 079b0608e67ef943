package io.tollgate.billing.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TierPricesTest {

    private static final Scale USD = Scale.of("USD");

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "grad-stripe-6, graduated, 5:7 10:6.5 *:6, 6, 41.50",
        "grad-stripe-20, graduated, 5:7 10:6.5 *:6, 20, 127.50",
        "grad-om-5.001, graduated, 5:7 10:6.5 *:6, 5.001, 35.01",
        "grad-lago-0, graduated, 10:10:2 20:5:3 *:5:3, 0, 2.00",
        "grad-lago-10, graduated, 10:10:2 20:5:3 *:5:3, 10, 102.00",
        "grad-lago-11, graduated, 10:10:2 20:5:3 *:5:3, 11, 110.00",
        "grad-lago-12, graduated, 10:10:2 20:5:3 *:5:3, 12, 115.00",
        "grad-lago-21, graduated, 10:10:2 20:5:3 *:5:3, 21, 163.00",
        "vol-stripe-6, volume, 5:7 10:6.5 *:6, 6, 39.00",
        "vol-stripe-20, volume, 5:7 10:6.5 *:6, 20, 120.00",
        "vol-om-15, volume, 15:10 *:5, 15, 150.00",
        "vol-om-16, volume, 15:10 *:5, 16, 80.00",
        "vol-lago-100, volume, 100:2:10 *:1:5, 100, 210.00",
        "vol-lago-100.5, volume, 100:2:10 *:1:5, 100.5, 105.50",
        "cap-at-the-bound, volume, 10:0:100 20:0:150 *:0:300, 10, 100.00",
        "cap-above, volume, 10:0:100 20:0:150 *:0:300, 11, 150.00",
        "cap-open, volume, 10:0:100 20:0:150 *:0:300, 900, 300.00",
        "gradpct-lago-doc-500, percent, 1000:1:200 10000:2:300 *:3:400, 500, 205.00",
        "gradpct-lago-doc-1050, percent, 1000:1:200 10000:2:300 *:3:400, 1050, 511.00",
        "gradpct-lago-doc-5050, percent, 1000:1:200 10000:2:300 *:3:400, 5050, 591.00",
    })
    void pricesByTiers(String label, String model, String tiers, BigDecimal quantity, BigDecimal amount) {
        assertThat(minor(Ladder.price(model, tiers), quantity)).isEqualTo(USD.minor(amount));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "pkg-lago-121-free0, 100.00, 10, 0, 121, 1300.00",
        "pkg-lago-120, 100.00, 10, 0, 120, 1200.00",
        "pkg-kb-bullets-350, 2.95, 100, 0, 350, 11.80",
        "pkg-seedb-free, 0.20, 1000, 100000, 100000, 0.00",
        "pkg-seedb-first, 0.20, 1000, 100000, 100001, 0.20",
        "pkg-seedb-119996, 0.20, 1000, 100000, 119996, 4.00",
        "pkg-fraction-begins-one, 0.20, 1000, 0, 1000.000001, 0.40",
    })
    void pricesByThePackageBegun(
            String label, BigDecimal price, BigDecimal size, BigDecimal free, BigDecimal quantity, BigDecimal amount) {
        assertThat(minor(new PackagePrice(price, size, free), quantity)).isEqualTo(USD.minor(amount));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"blk-kb-15, 15, 200.00", "blk-kb-1100, 1100, 1100.00", "blk-kb-top-tier-begins, 1001, 1010.00"})
    void pricesBlocksByTheTopTier(String label, BigDecimal quantity, BigDecimal amount) {
        Price blocks = new BlockPrice(BigDecimal.TEN, new VolumePrice(Ladder.of("100:100 *:10")));

        assertThat(minor(blocks, quantity)).isEqualTo(USD.minor(amount));
    }

    @Test
    @DisplayName("cap-of-the-maximum-seen")
    void capacityIsTheTierOfTheMaximum() {
        Usage peak = Aggregation.MAX.over(
                Calendars.monthOf("2026-03-01T00:00:00Z"),
                BigDecimal.ZERO,
                List.of(Calendars.event("2026-03-02T00:00:00Z", 4), Calendars.event("2026-03-03T00:00:00Z", 17)));

        Charge charge = Charge.of(Ladder.price("volume", "10:0:100 20:0:150 *:0:300"));

        assertThat(charge.rate(peak, USD).amount()).isEqualTo(15000);
    }

    @Test
    void aCreditOfUsageIsNeverPaidOut() {
        Usage corrected = Usage.of(new BigDecimal("-5"));

        assertThat(minor(Ladder.price("graduated", "5:7 *:6"), corrected.quantity()))
                .isZero();
        assertThat(minor(new UnitPrice(BigDecimal.TEN), corrected.quantity())).isZero();
        assertThat(minor(new PackagePrice(BigDecimal.TEN, BigDecimal.TWO, BigDecimal.ONE), corrected.quantity()))
                .isZero();
    }

    @Test
    void flatAndUnitPrices() {
        assertThat(minor(new FlatPrice(new BigDecimal("49.00")), BigDecimal.ZERO))
                .isEqualTo(4900);
        assertThat(minor(new UnitPrice(new BigDecimal("0.000000000001")), new BigDecimal("5000000000")))
                .as("12 decimals are kept until the line is rounded")
                .isEqualTo(1);
    }

    private static long minor(Price price, BigDecimal quantity) {
        return Charge.of(price).rate(Usage.of(quantity), USD).amount();
    }
}
