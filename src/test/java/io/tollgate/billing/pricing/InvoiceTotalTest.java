package io.tollgate.billing.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class InvoiceTotalTest {

    private static final TaxRate TEN = new TaxRate("vat10", BigDecimal.TEN);
    private static final TaxRate TWENTY = new TaxRate("vat20", BigDecimal.valueOf(20));

    @Test
    @DisplayName("inv-lago-order: 70.00 -10 coupon +10 % tax -20 credit note -30 wallet = 16.00")
    void goesThroughTheOrder() {
        InvoiceTotal total = InvoiceTotal.of(
                List.of(fee(7000, TEN)), List.of(general("ten off", new Discount.Fixed(1000), 1)), 2000, 3000);

        assertThat(total.subtotal()).isEqualTo(7000);
        assertThat(total.discount()).isEqualTo(1000);
        assertThat(total.tax()).isEqualTo(600);
        assertThat(total.total()).isEqualTo(6600);
        assertThat(total.credited()).isEqualTo(2000);
        assertThat(total.wallet()).isEqualTo(3000);
        assertThat(total.due()).isEqualTo(1600);
    }

    @Test
    @DisplayName("inv-lago-coupon-spread: a fixed coupon is spread by line share, 209.00")
    void spreadsAFixedCoupon() {
        InvoiceTotal total = InvoiceTotal.of(
                List.of(fee(10000, TWENTY), fee(10000)),
                List.of(general("ten off", new Discount.Fixed(1000), 1)),
                0,
                0);

        assertThat(total.discounts()).containsExactly(500L, 500L);
        assertThat(total.due()).isEqualTo(20900);
    }

    @Test
    @DisplayName("inv-lago-tax-rounding: 0.17 + 4.46 at 20 %, 0.93")
    void roundsTaxOnce() {
        InvoiceTotal total = InvoiceTotal.of(List.of(fee(17, TWENTY), fee(446, TWENTY)), List.of(), 0, 0);

        assertThat(total.tax()).isEqualTo(93);
        assertThat(total.due()).isEqualTo(556);
    }

    @Test
    @DisplayName("term-lago-invoice-overcredit: left-over credit stays, 25.72")
    void leftOverCreditStays() {
        InvoiceTotal total = InvoiceTotal.of(List.of(fee(1000)), List.of(), 3572, 500);

        assertThat(total.due()).isZero();
        assertThat(total.wallet()).isZero();
        assertThat(total.creditLeft()).isEqualTo(2572);
    }

    @Test
    void creditsAboveTheFeesStayWithTheirTax() {
        InvoiceTotal total = InvoiceTotal.of(List.of(fee(-5484, TWENTY), fee(1645, TWENTY)), List.of(), 100, 0);

        assertThat(total.total()).isEqualTo(-3839 - 768);
        assertThat(total.due()).isZero();
        assertThat(total.creditLeft()).isEqualTo(100 + 3839 + 768);
    }

    @Test
    void narrowCouponsGoFirstAndOldOnesBeforeNew() {
        InvoiceTotal total = InvoiceTotal.of(
                List.of(used(1000, "calls", "pro"), used(1000, null, "pro"), used(1000, null, null)),
                List.of(
                        general("old general", new Discount.Percent(BigDecimal.valueOf(50)), 1),
                        new Coupon("new plan", Coupon.Scope.PLAN, Set.of("pro"), new Discount.Fixed(100), at(9)),
                        new Coupon("old plan", Coupon.Scope.PLAN, Set.of("pro"), new Discount.Fixed(300), at(2)),
                        new Coupon("metric", Coupon.Scope.METRIC, Set.of("calls"), new Discount.Fixed(5000), at(9))),
                0,
                0);

        assertThat(total.coupons())
                .containsExactly(
                        new CouponUse("metric", 1000),
                        new CouponUse("old plan", 300),
                        new CouponUse("new plan", 100),
                        new CouponUse("old general", 800));
        assertThat(total.discounts()).containsExactly(1000L, 700L, 500L);
        assertThat(total.due()).isEqualTo(800);
    }

    @Test
    void aCouponTakesNothingBelowZeroAndNothingFromCredits() {
        InvoiceTotal total = InvoiceTotal.of(
                List.of(fee(1000), fee(-400)), List.of(general("all", new Discount.Fixed(9999), 1)), 0, 0);

        assertThat(total.discounts()).containsExactly(1000L, 0L);
        assertThat(total.total()).isEqualTo(-400);
        assertThat(total.creditLeft()).isEqualTo(400);
    }

    @Test
    void theRatesAddUpToTheTax() {
        TaxRate city = new TaxRate("city", new BigDecimal("1.5"));
        TaxRate state = new TaxRate("state", new BigDecimal("2.5"));

        InvoiceTotal total = InvoiceTotal.of(List.of(fee(10, city, state), fee(21, state)), List.of(), 0, 0);

        assertThat(total.tax()).as("0.15 + 0.775 = 0.925 cents").isEqualTo(1);
        assertThat(total.taxes().values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(1);
    }

    @Test
    @DisplayName("zero-kb-trial: paid at once, no gateway")
    void nothingIsNotCollected() {
        assertThat(Collectable.of(
                        InvoiceTotal.of(List.of(fee(0)), List.of(), 0, 0).due(), 0, 50, 1))
                .isEqualTo(new Collectable.Nothing());
    }

    @Test
    @DisplayName("min-stripe-carry: 0.30 is carried, then 10.30 charged")
    void tooLittleIsCarried() {
        Collectable first = Collectable.of(30, 0, 50, 1);

        assertThat(first).isEqualTo(new Collectable.Carried(30));
        assertThat(Collectable.of(1000, 30, 50, 1)).isEqualTo(new Collectable.Chargeable(1030, 0));
        assertThat(Collectable.of(20, 30, 50, 1)).isEqualTo(new Collectable.Chargeable(50, 0));
    }

    @Test
    @DisplayName("step-stripe-kwd: 10.475 is charged as 10.470, then 0.005 more")
    void whatIsNoWholeStepIsCarried() {
        assertThat(Collectable.of(10475, 0, 0, 10)).isEqualTo(new Collectable.Chargeable(10470, 5));
        assertThat(Collectable.of(10475, 5, 0, 10)).isEqualTo(new Collectable.Chargeable(10480, 0));
        assertThat(Collectable.of(9, 0, 0, 10)).isEqualTo(new Collectable.Carried(9));
        assertThat(Collectable.of(55, 0, 52, 10)).isEqualTo(new Collectable.Carried(55));
        assertThat(Collectable.of(0, 0, 0, 10)).isEqualTo(new Collectable.Nothing());
    }

    @Test
    @DisplayName("cn-lago-20000: 200.00 x 29/30 at 25 %, 193.33 + 48.33")
    void subtotalAndTaxOfANoteAreRoundedApart() {
        Proration period = new Proration(ProrationMode.DAY, Calendars.monthOf("2025-09-18T16:00:00Z"));
        long unused = period.credit(new Billed(20000, period.period().start()), Instant.parse("2025-09-19T16:40:00Z"));

        Credit note = Creditable.of(20000, 5000).credit(unused);

        assertThat(note).isEqualTo(new Credit(19333, 4833));
        assertThat(note.total()).isEqualTo(24166);
    }

    @Test
    @DisplayName("refund-lago-partial-paid: 90.00 total, 75.00 paid, 30.00 credit, refund 15.00 + credit 15.00")
    void refundsOnlyWhatWasPaid() {
        assertThat(CreditSplit.of(9000, 7500, 3000)).isEqualTo(new CreditSplit(1500, 1500));
        assertThat(CreditSplit.of(9000, 9000, 3000)).isEqualTo(new CreditSplit(0, 3000));
        assertThat(CreditSplit.of(9000, 0, 3000)).isEqualTo(new CreditSplit(3000, 0));
    }

    @Test
    void notesNeverExceedTheirLine() {
        Creditable line = Creditable.of(1000, 190);
        Creditable rest = line.after(line.credit(999));

        assertThat(rest.left()).isEqualTo(1);
        assertThat(rest.after(rest.credit(1)).creditedTax()).isEqualTo(190);
        assertThatIllegalArgumentException().isThrownBy(() -> rest.credit(2));
        assertThatIllegalArgumentException().isThrownBy(() -> rest.credit(0));
        assertThatIllegalArgumentException().isThrownBy(() -> CreditSplit.of(9000, 9001, 1));
    }

    private static Fee fee(long amount, TaxRate... taxes) {
        return new Fee(amount, null, null, List.of(taxes));
    }

    private static Fee used(long amount, @Nullable String metric, @Nullable String plan) {
        return new Fee(amount, metric, plan, List.of());
    }

    private static Coupon general(String id, Discount discount, long since) {
        return new Coupon(id, Coupon.Scope.GENERAL, Set.of(), discount, at(since));
    }

    private static Instant at(long second) {
        return Instant.ofEpochSecond(second);
    }
}
