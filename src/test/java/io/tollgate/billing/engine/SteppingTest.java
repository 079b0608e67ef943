package io.tollgate.billing.engine;

import static io.tollgate.billing.engine.Cases.active;
import static io.tollgate.billing.engine.Cases.at;
import static io.tollgate.billing.engine.Cases.known;
import static io.tollgate.billing.engine.Cases.offer;
import static io.tollgate.billing.engine.Cases.used;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.invoice.DraftFee;
import io.tollgate.billing.invoice.InvoiceKind;
import io.tollgate.billing.plan.BillingPeriod;
import io.tollgate.billing.pricing.CancelPolicy;
import io.tollgate.billing.pricing.Charge;
import io.tollgate.billing.pricing.UnitPrice;
import io.tollgate.billing.subscription.SubscriptionStatus;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SteppingTest {

    private static final Charge TEN_CENTS = Charge.of(new UnitPrice(new BigDecimal("0.10")));

    @Test
    void asksForTheNextPeriodAheadAndForTheUsageOfTheLast() {
        Offer plan = offer("Pro", 1900, TEN_CENTS);
        EngineSubscription of = active(plan, "2027-01-31T10:00:00", "2027-02-10T00:00:00");

        Step step = Stepping.boundary(Move.boundary(of, at("2027-02-28T10:00:05")), used(plan, plan, "25"));

        assertThat(step.kind()).isEqualTo(InvoiceKind.PERIOD);
        assertThat(step.periodStart()).isEqualTo(at("2027-02-28T10:00:00"));
        assertThat(step.periodEnd()).isEqualTo(at("2027-03-31T10:00:00"));
        assertThat(step.fees()).extracting(DraftFee::kind).containsExactly("base", "usage");
        assertThat(step.fees()).extracting(DraftFee::amount).containsExactly(1900L, 250L);
        assertThat(step.fees()).extracting(DraftFee::description).containsExactly("Pro", "API calls");
        assertThat(step.fees().getLast().periodStart()).isEqualTo(at("2027-01-31T10:00:00"));
        assertThat(step.stretches().getFirst().billed())
                .isEqualTo(Map.of(plan.charges().getFirst().id(), 250L));
        assertThat(step.after().course().nextRunAt()).isEqualTo(at("2027-03-31T10:00:00"));
        assertThat(step.after().course().sequence()).isEqualTo(7);
    }

    @Test
    void ratesLateUsageAsTheNewTotalLessWhatWasBilled() {
        Offer plan = offer("Pro", 0, TEN_CENTS);
        EngineSubscription of = active(plan, "2027-01-01T00:00:00", "2027-02-10T00:00:00");
        Stretch january = new Stretch(
                of.id(),
                plan.versionId(),
                of.course().calendar(),
                0,
                at("2027-01-01T00:00:00"),
                at("2027-02-01T00:00:00"));
        UUID charge = plan.charges().getFirst().id();
        PeriodUsage late = Cases.late(plan, new BilledStretch(january, Map.of(charge, 900L)), "110");
        Known known = new Known(plan, plan, Map.of(), List.of(late), 9, true, Duration.ofDays(3));

        Step step = Stepping.boundary(Move.boundary(of, at("2027-03-01T00:00:00")), known);

        assertThat(step.fees()).hasSize(1);
        assertThat(step.fees().getFirst().kind()).isEqualTo("late");
        assertThat(step.fees().getFirst().amount()).isEqualTo(200);
        assertThat(step.fees().getFirst().periodStart()).isEqualTo(at("2027-01-01T00:00:00"));
        assertThat(step.stretches()).extracting(BilledStretch::billed).contains(Map.of(charge, 1100L));
    }

    @Test
    void asksForNothingAheadOfWhatIsNotPaidAndClosed() {
        Offer plan = offer("Pro", 1900, TEN_CENTS);
        EngineSubscription paid = active(plan, "2027-01-01T00:00:00", "2027-01-10T00:00:00");
        EngineSubscription of = Cases.subscription(plan, SubscriptionStatus.UNPAID, paid.course());

        Step step = Stepping.boundary(Move.boundary(of, at("2027-02-01T00:00:00")), used(plan, plan, "3"));

        assertThat(step.fees()).extracting(DraftFee::kind).containsExactly("usage");
        assertThat(step.after().status()).isEqualTo(SubscriptionStatus.UNPAID);
        assertThat(step.after().course().baseBilled()).isZero();
    }

    @Test
    void endsWithThePeriodAndBillsOnlyWhatWasUsed() {
        Offer plan = offer("Pro", 1900, TEN_CENTS);
        EngineSubscription of =
                active(plan, "2027-01-01T00:00:00", "2027-01-10T00:00:00").endingAt(at("2027-01-12T00:00:00"));

        Step step = Stepping.boundary(Move.boundary(of, at("2027-02-01T00:00:00")), used(plan, plan, "3"));

        assertThat(step.kind()).isEqualTo(InvoiceKind.CANCEL);
        assertThat(step.fees()).extracting(DraftFee::amount).containsExactly(30L);
        assertThat(step.after().status()).isEqualTo(SubscriptionStatus.CANCELED);
        assertThat(step.after().endedAt()).isEqualTo(at("2027-02-01T00:00:00"));
        assertThat(step.after().course().nextRunAt()).isEqualTo(at("2027-02-04T00:00:00"));
    }

    @Test
    void countsANewIntervalFromTheBoundary() {
        Offer monthly = offer("Pro", 1900);
        Offer yearly = offer("Year", 12000, BillingPeriod.Unit.YEARLY);
        EngineSubscription planned = active(monthly, "2027-01-31T00:00:00", "2027-02-10T00:00:00");
        EngineSubscription of = planned.on(planned.course().followedBy(yearly.versionId()));

        Step step = Stepping.boundary(Move.boundary(of, at("2027-02-28T00:00:00")), known(monthly, yearly));

        assertThat(step.periodEnd()).isEqualTo(at("2028-02-28T00:00:00"));
        assertThat(step.after().versionId()).isEqualTo(yearly.versionId());
        assertThat(step.after().course().index()).isZero();
    }

    @Test
    void beginsAfterTheTrialWithAWholePeriod() {
        Offer plan = offer("Pro", 1900, TEN_CENTS);
        EngineSubscription of = Cases.trialing(plan, "2027-01-01T00:00:00", "2027-01-15T00:00:00");

        Step step = Stepping.boundary(Move.boundary(of, at("2027-01-15T00:00:01")), used(plan, plan, "99"));

        assertThat(step.fees()).extracting(DraftFee::amount).containsExactly(1900L);
        assertThat(step.after().status()).isEqualTo(SubscriptionStatus.ACTIVE);
        assertThat(step.periodEnd()).isEqualTo(at("2027-02-15T00:00:00"));
        assertThat(step.stretches()).isEmpty();
    }

    @Test
    void endsATrialWhereNothingCanBeCollected() {
        Offer plan = offer("Pro", 1900);
        EngineSubscription of = Cases.trialing(plan, "2027-01-01T00:00:00", "2027-01-15T00:00:00");
        Known known = new Known(plan, plan, Map.of(), List.of(), 0, false, Duration.ofDays(3));

        Step step = Stepping.boundary(Move.boundary(of, at("2027-01-15T00:00:00")), known);

        assertThat(step.after().status()).isEqualTo(SubscriptionStatus.CANCELED);
        assertThat(step.asks()).isFalse();
    }

    /** chg-fp-upgrade: 10 to 20 on 15 March is −5.48 and +10.97. */
    @Test
    void creditsTheOldPlanAndChargesTheNewByDays() {
        Offer small = offer("Small", 1000, TEN_CENTS);
        Offer large = offer("Large", 2000);
        EngineSubscription of = active(small, "2027-03-01T00:00:00", "2027-03-15T00:00:00");

        Step step = Changing.step(
                move(of, Move.What.CHANGE, "2027-03-15T09:00:00", large), used(small, large, "10"), CancelPolicy.NONE);

        assertThat(step.fees()).extracting(DraftFee::kind).containsExactly("proration", "base", "usage");
        assertThat(step.fees()).extracting(DraftFee::amount).containsExactly(-548L, 1097L, 100L);
        assertThat(step.after().course().nextRunAt()).isEqualTo(at("2027-04-01T00:00:00"));
        assertThat(step.base()).isEqualTo(1097);
    }

    /** pause-kb-5d: paused 5 to 10 September, credit 25/30 and charge 20/30 of the same whole. */
    @Test
    void measuresPauseAndResumptionByTheSamePeriod() {
        Offer plan = offer("Pro", 50000);
        EngineSubscription of = active(plan, "2027-08-31T00:00:00", "2027-09-05T00:00:00");

        Step paused = Changing.step(
                move(of, Move.What.PAUSE, "2027-09-05T00:00:00", null), known(plan, plan), CancelPolicy.CREDIT);

        assertThat(paused.giveBack()).isEqualTo(41667);
        assertThat(paused.after().status()).isEqualTo(SubscriptionStatus.PAUSED);
        assertThat(paused.after().course().nextRunAt()).isNull();

        Step resumed = Changing.step(
                move(paused.after(), Move.What.RESUME, "2027-09-10T00:00:00", null),
                known(plan, plan),
                CancelPolicy.NONE);

        assertThat(resumed.fees()).extracting(DraftFee::amount).containsExactly(33333L);
        assertThat(resumed.after().status()).isEqualTo(SubscriptionStatus.ACTIVE);
        assertThat(resumed.after().course().nextRunAt()).isEqualTo(at("2027-09-30T00:00:00"));
    }

    /** cancel-kb-sep10: 500.00 for 31 August to 30 September, cancelled on 10 September: −333.33. */
    @Test
    void givesBackTheDaysFromTheCancellationOn() {
        Offer plan = offer("Pro", 50000);
        EngineSubscription of = active(plan, "2027-08-31T00:00:00", "2027-09-10T00:00:00");
        Move move = move(of, Move.What.CANCEL, "2027-09-10T12:00:00", null);

        assertThat(Changing.step(move, known(plan, plan), CancelPolicy.CREDIT).giveBack())
                .isEqualTo(33333);
        assertThat(Changing.step(move, known(plan, plan), CancelPolicy.NONE).giveBack())
                .isZero();
        assertThat(Changing.step(move, known(plan, plan), CancelPolicy.REFUND).refund())
                .isTrue();
    }

    private static Move move(EngineSubscription of, Move.What what, String moment, Offer to) {
        return new Move(of, what, at(moment), to == null ? null : to.versionId(), at(moment));
    }
}
