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

    /** Whatever divides a period between equal prices, and however unevenly its usage lies in the parts. */
    @Test
    void splitInvoicesEqualOne() {
        Seeded seeded = Seeded.of("split");
        for (int i = 0; i < PLANS; i++) {
            Charge charge = seeded.charge();
            Scale scale = seeded.scale();
            List<BigDecimal> values = seeded.values();
            List<PeriodPart> parts = parts(seeded, charge, values);

            List<PartRated> rated = PeriodRating.of(parts, true, scale);

            assertThat(rated.stream().mapToLong(PartRated::amount).sum())
                    .as("%s of %s in %s", values, charge, parts)
                    .isEqualTo(charge.rate(Usage.ofEach(values), scale).amount());
        }
    }

    /** One to five, side by side. */
    private static List<PeriodPart> parts(Seeded seeded, Charge charge, List<BigDecimal> values) {
        int count = 1 + seeded.random.nextInt(5);
        int[] shares = seeded.random.ints(count - 1L, 1, 97).sorted().toArray();
        int[] known =
                seeded.random.ints(count - 1L, 0, values.size() + 1).sorted().toArray();
        List<PeriodPart> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Fraction from = i == 0 ? Fraction.ZERO : Fraction.of(shares[i - 1], 97);
            Fraction to = i == count - 1 ? Fraction.ONE : Fraction.of(shares[i], 97);
            int before = i == 0 ? 0 : known[i - 1];
            int upTo = i == count - 1 ? values.size() : known[i];
            parts.add(new PeriodPart(
                    charge, from, to, Usage.ofEach(values.subList(0, before)), Usage.ofEach(values.subList(0, upTo))));
        }
        return parts;
    }
}
