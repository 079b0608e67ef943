package io.tollgate.billing.pricing;

import static io.tollgate.billing.pricing.Calendars.MONTH;
import static io.tollgate.billing.pricing.Calendars.YEAR;
import static io.tollgate.billing.pricing.Calendars.day;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanSwapTest {

    private static final Scale USD = Scale.of("USD");

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "chg-fp-upgrade, DAY, 2026-03-01, 2026-03-15T00:00:00Z, 10.00, 20.00, 5.48, 10.97, 5.49",
        "chg-fp-downgrade, DAY, 2026-03-01, 2026-03-15T09:00:00Z, 100.00, 30.00, 54.84, 16.45, -38.39",
        "chg-kb-may7, DAY, 2026-05-01, 2026-05-07T00:00:00Z, 599.95, 9.95, 483.83, 8.02, -475.81",
        "chg-stripe-half, SECOND, 2026-04-01, 2026-04-16T00:00:00Z, 10.00, 20.00, 5.00, 10.00, 5.00",
        "chg-om-day2, SECOND, 2026-01-01, 2026-01-02T00:00:00Z, 10.00, 20.00, 9.68, 19.35, 9.67",
        "chg-met-period-start, DAY, 2026-03-01, 2026-03-01T00:00:00Z, 10.00, 20.00, 10.00, 20.00, 10.00",
        "chg-met-period-end, DAY, 2026-03-01, 2026-04-01T00:00:00Z, 10.00, 20.00, 0.00, 0.00, 0.00",
        "chg-met-period-end in seconds, SECOND, 2026-03-01, 2026-04-01T00:00:00Z, 10.00, 20.00, 0.00, 0.00, 0.00",
    })
    void creditsTheOldAndChargesTheNew(
            String label,
            ProrationMode mode,
            String period,
            Instant change,
            BigDecimal from,
            BigDecimal to,
            BigDecimal credit,
            BigDecimal charge,
            BigDecimal net) {
        BillingCalendar calendar = Calendars.monthly(period + "T00:00:00");
        Billed billed = new Billed(USD.minor(from), calendar.period(0).start());

        PlanSwap swap = PlanSwap.of(
                mode,
                calendar,
                calendar.period(0),
                billed,
                new Recurring(USD.minor(to), MONTH),
                ChangeAnchor.KEEP,
                change);

        assertThat(swap.credit()).isEqualTo(USD.minor(credit));
        assertThat(swap.charge()).isEqualTo(USD.minor(charge));
        assertThat(swap.net()).isEqualTo(USD.minor(net));
        assertThat(swap.calendar()).isEqualTo(calendar);
    }

    @Test
    @DisplayName("chg-lago-up1, chg-lago-up2: two upgrades on one day, -6.45 +9.68, then -9.68 +12.26")
    void theSecondUpgradeCreditsWhatTheFirstBilled() {
        BillingCalendar calendar = Calendars.monthly("2026-03-01T00:00:00");
        Period march = calendar.period(0);
        Instant change = day("2026-03-12");

        PlanSwap first = swap(calendar, march, new Billed(1000, march.start()), 1500, change);
        PlanSwap second = swap(calendar, march, new Billed(first.charge(), change), 1900, change);

        assertThat(first.credit()).isEqualTo(645);
        assertThat(first.charge()).isEqualTo(968);
        assertThat(second.credit()).isEqualTo(968);
        assertThat(second.charge()).isEqualTo(1226);
    }

    @Test
    @DisplayName("chg-lago-month-to-year-keep: credit 1/31 of 10.00, charge 275/366 of 120.00")
    void keepsTheAnchor() {
        BillingCalendar calendar = Calendars.monthly("2023-11-01T00:00:00");
        Period january = calendar.period(2);

        PlanSwap swap = monthToYear(calendar, january, ChangeAnchor.KEEP);

        assertThat(swap.credit()).isEqualTo(32);
        assertThat(swap.charge()).isEqualTo(9016);
        assertThat(swap.calendar().period(1).start()).isEqualTo(day("2024-11-01"));
    }

    @Test
    @DisplayName("chg-lago-month-to-year-reset: the full year")
    void resetsTheAnchor() {
        BillingCalendar calendar = Calendars.monthly("2023-11-01T00:00:00");

        PlanSwap swap = monthToYear(calendar, calendar.period(2), ChangeAnchor.byDefault(MONTH, YEAR));

        assertThat(swap.credit()).isEqualTo(32);
        assertThat(swap.charge()).isEqualTo(12000);
        assertThat(swap.calendar().period(1).start()).isEqualTo(day("2025-01-31"));
        assertThat(ChangeAnchor.byDefault(MONTH, MONTH)).isEqualTo(ChangeAnchor.KEEP);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "dir-month-to-dearer-year, 2000, MONTH, 30000, YEAR, UPGRADE",
        "dir-month-to-cheaper-year, 2000, MONTH, 18000, YEAR, DOWNGRADE",
        "dir-month-to-same-year, 2000, MONTH, 24000, YEAR, EVEN",
        "dir-week-to-month, 500, WEEK, 2000, MONTH, DOWNGRADE",
        "dir-quarter-to-month, 3000, QUARTER, 1001, MONTH, UPGRADE",
        "dir-from-free, 0, MONTH, 1, YEAR, UPGRADE",
    })
    void comparesByTheMonth(
            String label, long from, Interval.Unit every, long to, Interval.Unit thenEvery, ChangeDirection direction) {
        assertThat(ChangeDirection.of(
                        new Recurring(from, new Interval(every, 1)), new Recurring(to, new Interval(thenEvery, 1))))
                .isEqualTo(direction);
    }

    @Test
    @DisplayName("downgrade-lago-deferred: at the period's end, nothing due now")
    void aDowngradeWaits() {
        BillingCalendar calendar = Calendars.monthly("2026-03-01T00:00:00");
        Period march = calendar.period(0);

        Instant effective = ChangeDirection.DOWNGRADE.effective(day("2026-03-15"), march);

        assertThat(swap(calendar, march, new Billed(3000, march.start()), 1000, effective)
                        .net())
                .isZero();
        assertThat(ChangeDirection.UPGRADE.effective(day("2026-03-15"), march)).isEqualTo(day("2026-03-15"));
    }

    @Test
    void knowsWhatAMonthIsWorth() {
        assertThat(new Recurring(30000, YEAR).monthly()).isEqualTo(2500);
        assertThat(new Recurring(700, new Interval(Interval.Unit.WEEK, 1)).monthly())
                .isEqualTo(3042);
    }

    private static PlanSwap swap(BillingCalendar calendar, Period period, Billed billed, long to, Instant change) {
        return PlanSwap.of(
                ProrationMode.DAY, calendar, period, billed, new Recurring(to, MONTH), ChangeAnchor.KEEP, change);
    }

    private static PlanSwap monthToYear(BillingCalendar calendar, Period january, ChangeAnchor anchor) {
        return PlanSwap.of(
                ProrationMode.DAY,
                calendar,
                january,
                new Billed(1000, january.start()),
                new Recurring(12000, YEAR),
                anchor,
                day("2024-01-31"));
    }
}
