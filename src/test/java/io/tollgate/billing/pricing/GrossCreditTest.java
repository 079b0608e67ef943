package io.tollgate.billing.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Notes of so much with tax: what was given back elsewhere is given, its tax is to be found. */
class GrossCreditTest {

    @Test
    void takesTheShareOfTheTax() {
        assertThat(Creditable.of(19333, 4833).creditGross(24166)).isEqualTo(new Credit(19333, 4833));
        assertThat(Creditable.of(10000, 2000).creditGross(600)).isEqualTo(new Credit(500, 100));
        assertThat(Creditable.of(1900, 0).creditGross(500)).isEqualTo(new Credit(500, 0));
        assertThat(Creditable.of(100, 20).creditGross(1)).isEqualTo(new Credit(1, 0));
    }

    @Test
    void refusesMoreThanIsLeft() {
        assertThat(new Creditable(100, 20, 100, 19).grossLeft()).isZero();
        assertThatThrownBy(() -> Creditable.of(100, 20).creditGross(121)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Creditable.of(100, 20).creditGross(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void comesToTheAmountAndNeverToMoreThanIsLeftInAThousandParts() {
        Seeded seeded = Seeded.of("gross credits");
        for (int i = 0; i < 1000; i++) {
            Creditable left = Creditable.of(1 + seeded.random.nextLong(100_000), seeded.random.nextLong(30_000));
            while (left.grossLeft() > 0) {
                long amount = 1 + seeded.random.nextLong(left.grossLeft());

                Credit credit = left.creditGross(amount);

                assertThat(credit.total()).isEqualTo(amount);
                assertThat(credit.net()).isBetween(1L, left.left());
                assertThat(credit.tax()).isNotNegative();
                left = left.after(credit);
            }
        }
    }
}
