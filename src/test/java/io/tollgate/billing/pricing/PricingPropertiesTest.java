package io.tollgate.billing.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What must hold for every price, tried on 1,000 random ones each. */
class PricingPropertiesTest {

    private static final int PLANS = 1000;

    @Test
    void thePartsOfALineAddUpToIt() {
        Seeded seeded = Seeded.of("parts");
        for (int i = 0; i < PLANS; i++) {
            Charge charge = seeded.charge();
            Scale scale = seeded.scale();
            Usage usage = Usage.ofEach(seeded.values());

            Rated rated = charge.rate(usage, scale);

            assertThat(rated.parts().stream().mapToLong(RatedPart::amount).sum())
                    .isEqualTo(rated.usage());
            assertThat(scale.major(rated.usage())
                            .subtract(charge.price().amount(usage))
                            .abs())
                    .isLessThanOrEqualTo(scale.major(5).movePointLeft(1));
            assertThat(rated.parts())
                    .allSatisfy(part -> assertThat(part.amount()).isNotNegative());
        }
    }

    @Test
    void moreUsageNeverCostsLess() {
        Seeded seeded = Seeded.of("monotone");
        for (int i = 0; i < PLANS; i++) {
            Charge charge = new Charge(seeded.monotone(), 100L, 9000L);
            List<BigDecimal> values = new ArrayList<>();
            long before = 0;
            for (BigDecimal value : seeded.values()) {
                values.add(value);
                long amount = charge.rate(Usage.ofEach(values), Scale.of("USD")).amount();
                assertThat(amount).as("%s of %s", values, charge).isGreaterThanOrEqualTo(before);
                before = amount;
            }
        }
    }

    @Test
    void splitInvoicesEqualOne() {
        Seeded seeded = Seeded.of("split");
        for (int i = 0; i < PLANS; i++) {
            Charge charge = seeded.charge();
            Scale scale = seeded.scale();
            List<BigDecimal> values = seeded.values();
            long billed = 0;
            for (int known = 0; known <= values.size(); known++) {
                billed += charge.rate(Usage.ofEach(values.subList(0, known)), scale)
                        .since(billed);
            }

            assertThat(billed)
                    .isEqualTo(charge.rate(Usage.ofEach(values), scale).amount());
        }
    }
}
