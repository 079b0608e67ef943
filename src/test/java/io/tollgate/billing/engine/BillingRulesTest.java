package io.tollgate.billing.engine;

import static io.tollgate.billing.engine.Cases.active;
import static io.tollgate.billing.engine.Cases.at;
import static io.tollgate.billing.engine.Cases.known;
import static io.tollgate.billing.engine.Cases.trialing;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.invoice.DraftFee;
import io.tollgate.billing.plan.BillingPeriod;
import io.tollgate.billing.plan.BillingRules;
import io.tollgate.billing.plan.BillingRules.AfterChange;
import io.tollgate.billing.plan.BillingRules.Anchor;
import io.tollgate.billing.plan.BillingRules.Downgrade;
import io.tollgate.billing.pricing.CancelPolicy;
import io.tollgate.billing.pricing.Charge;
import io.tollgate.billing.pricing.ProrationMode;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What plans may choose of how their periods are counted and divided, by the worked numbers. */
class BillingRulesTest {

    @Test
    @DisplayName("first-lago-doc-aug10: 50.00 on the calendar from 10 August is 22/31, 35.48, and 50.00 on 1 September")
    void billsPartOfTheFirstCalendarMonthAndThenFromTheFirst() {
        Offer plan = offer(5000, rules(Anchor.CALENDAR, ProrationMode.DAY));
        EngineSubscription of = trialing(plan, "2027-08-10T15:00:00", "2027-08-10T15:00:00");

        Step first = Stepping.boundary(Move.boundary(of, at("2027-08-10T15:00:00")), known(plan, plan));
        Step second = Stepping.boundary(Move.boundary(first.after(), at("2027-09-01T00:00:00")), known(plan, plan));

        assertThat(amounts(first)).containsExactly(3548L);
        assertThat(first.periodEnd()).isEqualTo(at("2027-09-01T00:00:00"));
        assertThat(first.after().periodStart()).isEqualTo(at("2027-08-10T15:00:00"));
        assertThat(amounts(second)).containsExactly(5000L);
        assertThat(second.after().periodStart()).isEqualTo(at("2027-09-01T00:00:00"));
        assertThat(second.after().course().nextRunAt()).isEqualTo(at("2027-10-01T00:00:00"));
    }

    @Test
    @DisplayName("trial-lago-doc-apr: April less 5 days of trial is 25/30 of 50.00, 41.67")
    void billsTheCalendarMonthFromTheEndOfTheTrial() {
        Offer plan = offer(5000, rules(Anchor.CALENDAR, ProrationMode.DAY));
        EngineSubscription of = trialing(plan, "2027-04-01T00:00:00", "2027-04-06T00:00:00");

        Step step = Stepping.boundary(Move.boundary(of, at("2027-04-06T00:00:00")), known(plan, plan));

        assertThat(amounts(step)).containsExactly(4167L);
        assertThat(step.after().course().nextRunAt()).isEqualTo(at("2027-05-01T00:00:00"));
    }

    @Test
    @DisplayName("fixed30-22of30: from 9 April of 19.95 is 14.63, and so from 9 May")
    void dividesByMonthsOfThirtyDays() {
        Offer plan = offer(1995, rules(Anchor.CALENDAR, ProrationMode.FIXED_30));

        for (String day : List.of("2027-04-09T00:00:00", "2027-05-09T00:00:00")) {
            Step step = Stepping.boundary(Move.boundary(trialing(plan, day, day), at(day)), known(plan, plan));
            assertThat(amounts(step)).as(day).containsExactly(1463L);
        }
    }

    @Test
    @DisplayName("second-om-late-start: 20.00 from 21 January 21:55:18 is 6.51")
    void dividesBySeconds() {
        Offer plan = offer(2000, rules(Anchor.CALENDAR, ProrationMode.SECOND));
        String start = "2027-01-21T21:55:18";

        Step step = Stepping.boundary(Move.boundary(trialing(plan, start, start), at(start)), known(plan, plan));

        assertThat(amounts(step)).containsExactly(651L);
    }

    @Test
    @DisplayName("chg-stripe-half: 10 to 20 exactly half way is −5.00 +10.00")
    void measuresAChangeBySeconds() {
        BillingRules rules = rules(Anchor.ANNIVERSARY, ProrationMode.SECOND);
        Offer small = offer(1000, rules);

        Step step = change(small, offer(2000, rules), "2027-04-01T00:00:00", "2027-04-16T00:00:00");

        assertThat(amounts(step)).containsExactly(-500L, 1000L);
    }

    @Test
    @DisplayName("chg-lago-month-to-year-keep: credit 1/31 of 10.00, charge 275/366 of 120.00")
    void keepsTheAnchorOfAMonthInAYear() {
        Offer month = offer(1000, BillingRules.DEFAULT);
        Offer year = year(new BillingRules(Anchor.ANNIVERSARY, ProrationMode.DAY, AfterChange.KEEP, Downgrade.NOW));

        Step step = change(month, year, "2023-11-01T00:00:00", "2024-01-31T00:00:00");

        assertThat(amounts(step)).containsExactly(-32L, 9016L);
        assertThat(step.after().course().nextRunAt()).isEqualTo(at("2024-11-01T00:00:00"));
    }

    @Test
    @DisplayName("chg-lago-month-to-year-reset: the full year, by itself; and a full month where the plan says so")
    void beginsAnewWithTheChange() {
        Offer month = offer(1000, BillingRules.DEFAULT);
        Offer reset = offer(
                2000, new BillingRules(Anchor.ANNIVERSARY, ProrationMode.DAY, AfterChange.RESET, Downgrade.PERIOD_END));

        assertThat(amounts(change(month, year(BillingRules.DEFAULT), "2023-11-01T00:00:00", "2024-01-31T00:00:00")))
                .containsExactly(-32L, 12_000L);
        Step step = change(month, reset, "2027-03-01T00:00:00", "2027-03-15T00:00:00");
        assertThat(amounts(step)).containsExactly(-548L, 2000L);
        assertThat(step.after().course().nextRunAt()).isEqualTo(at("2027-04-15T00:00:00"));
        Step renewed = Stepping.boundary(Move.boundary(step.after(), at("2027-04-15T00:00:00")), known(reset, reset));
        assertThat(renewed.after().course().nextRunAt()).isEqualTo(at("2027-05-15T00:00:00"));
    }

    @Test
    @DisplayName("chg-fp-downgrade: 100 to 30 on 15 March, now: 54.84 by a credit note, and 16.45")
    void givesBackByANoteWhatADowngradeNowLeaves() {
        Offer large = offer(10_000, BillingRules.DEFAULT);

        Step step = change(large, offer(3000, BillingRules.DEFAULT), "2026-03-01T00:00:00", "2026-03-15T09:00:00");

        assertThat(amounts(step)).containsExactly(1645L);
        assertThat(step.giveBack()).isEqualTo(5484);
    }

    /** A quarter of the year from 1 July; a week from Monday. */
    @Test
    void alignsQuartersYearsAndWeeks() {
        BillingRules rules = rules(Anchor.CALENDAR, ProrationMode.DAY);

        assertThat(nextRun(BillingPeriod.Unit.QUARTERLY, rules)).isEqualTo(at("2027-10-01T00:00:00"));
        assertThat(nextRun(BillingPeriod.Unit.YEARLY, rules)).isEqualTo(at("2028-01-01T00:00:00"));
        assertThat(nextRun(BillingPeriod.Unit.WEEKLY, rules)).isEqualTo(at("2027-08-16T00:00:00"));
        assertThat(nextRun(BillingPeriod.Unit.DAILY, rules)).isEqualTo(at("2027-08-11T00:00:00"));
    }

    private static Instant nextRun(BillingPeriod.Unit unit, BillingRules rules) {
        Offer plan = Cases.offer("Pro", 5000, unit, rules);
        EngineSubscription of = trialing(plan, "2027-08-10T15:00:00", "2027-08-10T15:00:00");
        Step step = Stepping.boundary(Move.boundary(of, at("2027-08-10T15:00:00")), known(plan, plan));
        return step.after().course().nextRunAt();
    }

    private static Step change(Offer from, Offer to, String anchor, String moment) {
        EngineSubscription of = active(from, anchor, moment);
        Move move = new Move(of, Move.What.CHANGE, at(moment), to.versionId(), at(moment));
        return Changing.step(move, known(from, to), CancelPolicy.NONE);
    }

    private static List<Long> amounts(Step step) {
        return step.fees().stream().map(DraftFee::amount).toList();
    }

    private static BillingRules rules(Anchor anchor, ProrationMode mode) {
        return new BillingRules(anchor, mode, AfterChange.BY_INTERVAL, Downgrade.PERIOD_END);
    }

    private static Offer offer(long cents, BillingRules rules) {
        return Cases.offer("Pro", cents, BillingPeriod.Unit.MONTHLY, rules, new Charge[0]);
    }

    private static Offer year(BillingRules rules) {
        return Cases.offer("Year", 12_000, BillingPeriod.Unit.YEARLY, rules, new Charge[0]);
    }
}
