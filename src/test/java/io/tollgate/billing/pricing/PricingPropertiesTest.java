package io.tollgate.billing.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What must hold for every plan, tried on 1,000 random ones each. */
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
            Instant paused = cuts.get(seeded.random.nextInt(cuts.size()));
            Instant resumed = cuts.getLast().isAfter(paused) ? cuts.getLast() : paused;
            long price = seeded.random.nextLong(100_000);
            Billed billed = new Billed(price, proration.period().start());

            assertThat(proration.charge(price, paused)).isEqualTo(proration.credit(billed, paused));
            assertThat(proration.charge(price, resumed)).isLessThanOrEqualTo(proration.credit(billed, paused));
        }
    }

    @Test
    void invoicesBalance() {
        Seeded seeded = Seeded.of("invoices");
        for (int i = 0; i < PLANS; i++) {
            List<Fee> fees = IntStream.range(0, seeded.random.nextInt(8))
                    .mapToObj(f -> fee(seeded))
                    .toList();
            List<Coupon> coupons = IntStream.range(0, seeded.random.nextInt(5))
                    .mapToObj(c -> coupon(seeded, c))
                    .toList();
            long notes = seeded.random.nextLong(3000);
            long wallet = seeded.random.nextLong(3000);

            InvoiceTotal total = InvoiceTotal.of(fees, coupons, notes, wallet);

            assertThat(total.subtotal() - total.discount() + total.tax()).isEqualTo(total.total());
            assertThat(total.credited() + total.wallet() + total.due()).isEqualTo(Math.max(total.total(), 0));
            assertThat(total.credited() + total.creditLeft()).isEqualTo(notes + Math.max(-total.total(), 0));
            assertThat(total.coupons().stream().mapToLong(CouponUse::amount).sum())
                    .isEqualTo(total.discount());
            for (int f = 0; f < fees.size(); f++) {
                assertThat(total.discounts().get(f))
                        .isBetween(0L, Math.max(0, fees.get(f).amount()));
            }
        }
    }

    @Test
    void creditNotesInPartsGiveBackTheWholeLineAndItsTax() {
        Seeded seeded = Seeded.of("notes");
        for (int i = 0; i < PLANS; i++) {
            long net = 1 + seeded.random.nextLong(100_000);
            Creditable line = Creditable.of(net, seeded.random.nextLong(net));
            while (line.left() > 0) {
                line = line.after(line.credit(1 + seeded.random.nextLong(line.left())));
            }

            assertThat(line.creditedNet()).isEqualTo(net);
            assertThat(line.creditedTax()).isEqualTo(line.tax());
        }
    }

    @Test
    void theOrderOfArrivalNeverMatters() {
        Seeded seeded = Seeded.of("arrival");
        for (int i = 0; i < PLANS / 5; i++) {
            Period period = seeded.period();
            List<UsageEvent> events = events(seeded, period);
            List<UsageEvent> shuffled = new ArrayList<>(events);
            Collections.shuffle(shuffled, seeded.random);
            for (Aggregation aggregation : Aggregation.values()) {
                Usage usage = aggregation.over(period, BigDecimal.TEN, events);

                assertThat(aggregation.over(period, BigDecimal.TEN, shuffled)).isEqualTo(usage);
            }
        }
    }

    @Test
    void aWeightedPeriodIsTheMeanOfItsHalves() {
        Seeded seeded = Seeded.of("weighted");
        for (int i = 0; i < PLANS / 5; i++) {
            Period whole = seeded.period();
            Instant middle = seeded.cuts(whole).get(0).plus(Duration.ofHours(5));
            Period first = new Period(0, whole.start(), middle, whole.zone(), whole.interval());
            Period second = new Period(1, middle, whole.end(), whole.zone(), whole.interval());
            List<UsageEvent> events = events(seeded, whole);
            BigDecimal level = Aggregation.WEIGHTED_SUM.level(first, BigDecimal.TEN, events);

            BigDecimal halves = area(first, BigDecimal.TEN, events).add(area(second, level, events));

            assertThat(halves.subtract(area(whole, BigDecimal.TEN, events)).abs())
                    .isLessThan(new BigDecimal("1e-15"));
        }
    }

    private static BigDecimal area(Period period, BigDecimal level, List<UsageEvent> events) {
        return Aggregation.WEIGHTED_SUM
                .over(period, level, events)
                .quantity()
                .multiply(BigDecimal.valueOf(
                        Duration.between(period.start(), period.end()).toNanos(), 9));
    }

    private static List<UsageEvent> events(Seeded seeded, Period period) {
        List<Instant> moments = seeded.cuts(period);
        return IntStream.range(0, moments.size())
                .mapToObj(e -> new UsageEvent(moments.get(e), "e" + e, seeded.decimal(9, 2), "key" + e % 3))
                .toList();
    }

    private static Fee fee(Seeded seeded) {
        List<TaxRate> taxes = IntStream.range(0, seeded.random.nextInt(3))
                .mapToObj(t -> new TaxRate("t" + t, BigDecimal.valueOf(5L + 7 * t, 1)))
                .toList();
        long amount = seeded.random.nextLong(10_000) - 2000;
        return new Fee(amount, seeded.random.nextBoolean() ? "calls" : null, "pro", taxes);
    }

    private static Coupon coupon(Seeded seeded, int id) {
        Discount discount = seeded.random.nextBoolean()
                ? new Discount.Fixed(seeded.random.nextLong(9000))
                : new Discount.Percent(seeded.decimal(100, 3));
        Coupon.Scope scope = Coupon.Scope.values()[seeded.random.nextInt(3)];
        Instant since = Instant.ofEpochSecond(seeded.random.nextInt(5));
        return new Coupon("c" + id, scope, Set.of("calls", "pro"), discount, since);
    }
}
