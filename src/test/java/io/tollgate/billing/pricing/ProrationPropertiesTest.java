package io.tollgate.billing.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What must hold for every part of a period, tried on 1,000 random plans each. */
class ProrationPropertiesTest {

    private static final int PLANS = 1000;

    @Test
    void stretchesAddUpToTheirPeriodAndPiecesToItsPrice() {
        Seeded seeded = Seeded.of("stretches");
        for (int i = 0; i < PLANS; i++) {
            Proration proration = new Proration(seeded.mode(), seeded.period());
            List<Instant> cuts = seeded.cuts(proration.period());
            long price = seeded.random.nextLong(1_000_000);
            Fraction sum = Fraction.ZERO;
            long pieces = 0;
            for (int cut = 1; cut < cuts.size(); cut++) {
                Fraction part = proration.between(cuts.get(cut - 1), cuts.get(cut));
                assertThat(part).isBetween(Fraction.ZERO, Fraction.ONE);
                sum = sum.plus(part);
                pieces += proration.piece(price, cuts.get(cut - 1), cuts.get(cut));
            }

            assertThat(sum).isEqualTo(Fraction.ONE);
            assertThat(pieces).isEqualTo(price);
        }
    }

    @Test
    void changingPlansLosesNoCent() {
        Seeded seeded = Seeded.of("changes");
        for (int i = 0; i < PLANS; i++) {
            Proration proration = new Proration(seeded.mode(), seeded.period());
            List<Instant> cuts = seeded.cuts(proration.period());
            List<Long> prices =
                    cuts.stream().map(cut -> seeded.random.nextLong(100_000)).toList();
            long ledger = 0;
            BigDecimal exact = BigDecimal.ZERO;
            Billed billed = new Billed(0, cuts.getFirst());
            for (int cut = 0; cut < cuts.size(); cut++) {
                Instant change = cuts.get(cut);
                long credit = proration.credit(billed, change);
                assertThat(credit).isBetween(0L, billed.amount());
                billed = new Billed(proration.charge(prices.get(cut), change), change);
                ledger += billed.amount() - credit;
                Instant end = cut + 1 < cuts.size()
                        ? cuts.get(cut + 1)
                        : proration.period().end();
                exact = exact.add(BigDecimal.valueOf(prices.get(cut))
                        .multiply(proration.between(change, end).decimal(30)));
            }

            assertThat(exact.subtract(BigDecimal.valueOf(ledger)).abs())
                    .as("each line is rounded by half a cent at most, and a credit's billed amount before it")
                    .isLessThanOrEqualTo(BigDecimal.valueOf(1.5 * cuts.size()));
        }
    }

    @Test
    void pausingAndResumingAtOnceLosesNothingAndNoPauseEarnsMoney() {
        Seeded seeded = Seeded.of("pauses");
        for (int i = 0; i < PLANS; i++) {
            Proration proration = new Proration(seeded.mode(), seeded.period());
            List<Instant> cuts = seeded.cuts(proration.period());
            int pause = seeded.random.nextInt(cuts.size());
            Instant paused = cuts.get(pause);
            Instant resumed = cuts.get(pause + seeded.random.nextInt(cuts.size() - pause));
            long price = seeded.random.nextLong(100_000);
            Billed billed = new Billed(price, proration.period().start());

            assertThat(proration.charge(price, paused)).isEqualTo(proration.credit(billed, paused));
            assertThat(proration.charge(price, resumed)).isLessThanOrEqualTo(proration.credit(billed, paused));
        }
    }
}
