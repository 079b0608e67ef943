package io.tollgate.billing.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What must hold for every invoice and credit note, tried on 1,000 random ones each. */
class InvoicePropertiesTest {

    private static final int PLANS = 1000;

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
