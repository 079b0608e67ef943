package io.tollgate.billing.pricing;

import static io.tollgate.billing.pricing.Calendars.day;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProrationTest {

    private static final Scale USD = Scale.of("USD");

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "first-lago-doc-aug10, DAY, 2026-08-01, 2026-08-10T15:00:00Z, 50.00, 35.48",
        "second-om-late-start, SECOND, 2026-01-01, 2026-01-21T21:55:18Z, 20.00, 6.51",
        "fixed30-22of30, FIXED_30, 2026-04-01, 2026-04-09T00:00:00Z, 19.95, 14.63",
        "fixed30-of-31-days, FIXED_30, 2026-05-01, 2026-05-09T00:00:00Z, 19.95, 14.63",
        "fixed30-the-31st-is-free, FIXED_30, 2026-05-01, 2026-05-31T00:00:00Z, 19.95, 0.00",
        "whole, DAY, 2026-08-01, 2026-08-01T23:59:59Z, 50.00, 50.00",
        "nothing, DAY, 2026-08-01, 2026-09-01T00:00:00Z, 50.00, 0.00",
    })
    void chargesTheRestOfAPeriod(
            String label, ProrationMode mode, LocalDate period, Instant from, BigDecimal price, BigDecimal amount) {
        Proration proration = new Proration(mode, Calendars.monthOf(period + "T00:00:00Z"));

        assertThat(proration.charge(USD.minor(price), from)).isEqualTo(USD.minor(amount));
    }

    @Test
    @DisplayName("trial-lago-doc-apr: 5 days, 25/30 of 50.00 = 41.67")
    void aTrialIsFree() {
        Proration april = new Proration(ProrationMode.DAY, Calendars.monthOf("2026-04-01T00:00:00Z"));

        assertThat(new TrialSpan(5).charge(5000, day("2026-04-01"), april)).isEqualTo(4167);
        assertThat(new TrialSpan(0).charge(5000, day("2026-04-01"), april)).isEqualTo(5000);
    }

    @Test
    @DisplayName("trial-lago-45d: nothing for April, 16/31 of May")
    void aTrialMayLastLongerThanAPeriod() {
        BillingCalendar calendar = Calendars.monthly("2026-04-01T00:00:00");
        TrialSpan trial = new TrialSpan(45);

        assertThat(trial.charge(5000, day("2026-04-01"), new Proration(ProrationMode.DAY, calendar.period(0))))
                .isZero();
        assertThat(trial.charge(5000, day("2026-04-01"), new Proration(ProrationMode.DAY, calendar.period(1))))
                .isEqualTo(2581);
    }

    @Test
    @DisplayName("kb-743-bcd: 30 days from 1 Mar 23:30 Los Angeles end on 31 Mar")
    void trialDaysAreLocal() {
        ZoneId losAngeles = ZoneId.of("America/Los_Angeles");
        Instant start = Instant.parse("2026-03-02T07:30:00Z");

        Instant end = new TrialSpan(30).end(start, losAngeles);

        assertThat(end.atZone(losAngeles).toLocalDateTime()).isEqualTo("2026-03-31T23:30");
        assertThat(end).isEqualTo("2026-04-01T06:30:00Z");
    }

    @Test
    @DisplayName("trial-lago-upgrade-13d: used days are carried over")
    void anUpgradeDoesNotBeginTheTrialAgain() {
        Instant firstStart = day("2026-04-01");
        Proration april = new Proration(ProrationMode.DAY, Calendars.monthOf("2026-04-01T00:00:00Z"));

        assertThat(new TrialSpan(30).end(firstStart, ZoneOffset.UTC))
                .as("upgraded on the 14th, 13 days used, 17 of 30 left")
                .isEqualTo(day("2026-05-01"));
        assertThat(new TrialSpan(13).charge(3000, firstStart, april)).isEqualTo(1700);
    }

    @Test
    @DisplayName("cancel-kb-sep10: 500.00, 31 Aug to 30 Sep, -333.33")
    void cancellingGivesBackTheRest() {
        Proration period = new Proration(ProrationMode.DAY, september());
        Billed billed = new Billed(50000, september().start());

        assertThat(CancelPolicy.CREDIT.amount(period, billed, day("2026-09-10")))
                .isEqualTo(33333);
        assertThat(CancelPolicy.REFUND.amount(period, billed, day("2026-09-10")))
                .isEqualTo(33333);
        assertThat(CancelPolicy.NONE.amount(period, billed, day("2026-09-10"))).isZero();
    }

    @Test
    @DisplayName("cancel-period-end: no credit")
    void cancellingAtTheEndGivesBackNothing() {
        Billed billed = new Billed(50000, september().start());

        assertThat(CancelPolicy.CREDIT.amount(
                        new Proration(ProrationMode.DAY, september()),
                        billed,
                        september().end()))
                .isZero();
    }

    @Test
    @DisplayName("pause-kb-5d: credit 416.67, resume 333.33, not pause-kb-actual's 322.58")
    void pausingAndResumingShareOneDenominator() {
        Proration period = new Proration(ProrationMode.DAY, september());

        assertThat(period.credit(new Billed(50000, september().start()), day("2026-09-05")))
                .isEqualTo(41667);
        assertThat(period.charge(50000, day("2026-09-10"))).isEqualTo(33333);
    }

    @Test
    void aPauseOfNoTimeCostsNothing() {
        for (ProrationMode mode : ProrationMode.values()) {
            Proration period = new Proration(mode, september());
            Billed billed = new Billed(49999, september().start());
            Instant moment = Instant.parse("2026-09-17T13:14:15Z");

            assertThat(period.charge(49999, moment)).isEqualTo(period.credit(billed, moment));
        }
    }

    private static Period september() {
        return Calendars.monthly("2026-07-31T00:00:00").period(1);
    }
}
