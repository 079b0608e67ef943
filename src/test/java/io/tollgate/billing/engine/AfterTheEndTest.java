package io.tollgate.billing.engine;

import static io.tollgate.billing.engine.Cases.active;
import static io.tollgate.billing.engine.Cases.at;
import static io.tollgate.billing.engine.Cases.known;
import static io.tollgate.billing.engine.Cases.offer;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.invoice.DraftFee;
import io.tollgate.billing.pricing.CancelPolicy;
import io.tollgate.billing.subscription.SubscriptionStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Periods that were missed by what was parked when it ended: 500.00 a month from 31 July 2027 on, ended on 10 October. */
class AfterTheEndTest {

    private static final Instant END = at("2027-10-10T12:00:00");

    private final Offer plan = offer("Pro", 50000);

    @Test
    void asksForEachPeriodThatHadBegunInItsOrder() {
        EngineSubscription ended = july().endedUnbilled(END, CancelPolicy.NONE);

        List<Step> steps = run(ended, plan);

        assertThat(steps).hasSize(3);
        assertThat(steps)
                .extracting(Step::periodStart)
                .containsExactly(at("2027-08-31T00:00:00"), at("2027-09-30T00:00:00"), END);
        assertThat(amounts(steps)).containsExactly(50000L, 50000L);
        assertThat(steps.getLast().after().status()).isEqualTo(SubscriptionStatus.CANCELED);
        assertThat(steps.getLast().after().endedAt()).isEqualTo(END);
        assertThat(steps.getLast().after().course().end()).isNull();
    }

    /** 21 of the 31 days from 30 September on would have been given back: 338.71. */
    @Test
    void asksForNoMoreOfTheLastThanWouldNotHaveBeenGivenBack() {
        assertThat(amounts(run(july().endedUnbilled(END, CancelPolicy.CREDIT), plan)))
                .containsExactly(50000L, 16129L);
        assertThat(amounts(run(july().endedUnbilled(END, CancelPolicy.REFUND), plan)))
                .containsExactly(50000L, 16129L);
    }

    @Test
    void asksForNothingAfterTheDayOnWhichItWasToEnd() {
        Instant planned = at("2027-09-10T00:00:00");
        EngineSubscription byDate = july().ending(new PlannedEnd(planned, CancelPolicy.NONE));
        EngineSubscription withPeriod = july().endingAt(at("2027-08-20T00:00:00"));

        assertThat(amounts(run(byDate.endedUnbilled(END, CancelPolicy.NONE), plan)))
                .containsExactly(50000L);
        assertThat(amounts(run(withPeriod.endedUnbilled(END, CancelPolicy.NONE), plan)))
                .isEmpty();
    }

    @Test
    void asksForNothingAheadOfWhatWasClosedOrNeverBegun() {
        EngineSubscription closed = Cases.subscription(plan, SubscriptionStatus.UNPAID, july().course());
        EngineSubscription trial = Cases.trialing(plan, "2027-07-01T00:00:00", "2027-07-31T00:00:00");

        assertThat(amounts(run(closed.endedUnbilled(END, CancelPolicy.NONE), plan)))
                .isEmpty();
        assertThat(trial.endedUnbilled(END, CancelPolicy.NONE).course().nextRunAt())
                .isNull();
    }

    @Test
    void asksForThePlanThatWasChosenForTheNextPeriod() {
        Offer small = offer("Small", 20000);
        EngineSubscription july = july();
        EngineSubscription ended =
                july.on(july.course().followedBy(small.versionId())).endedUnbilled(END, CancelPolicy.NONE);

        List<Step> steps = run(ended, small);

        assertThat(amounts(steps)).containsExactly(20000L, 20000L);
        assertThat(steps.getLast().after().versionId()).isEqualTo(small.versionId());
    }

    /** The first period is billed already. */
    private EngineSubscription july() {
        return active(plan, "2027-07-31T00:00:00", "2027-08-10T00:00:00");
    }

    private List<Step> run(EngineSubscription ended, Offer next) {
        List<Step> steps = new ArrayList<>();
        EngineSubscription of = ended;
        while (of.unbilled()) {
            Offer present = of.versionId().equals(plan.versionId()) ? plan : next;
            Move move = Move.boundary(of, END.plusSeconds(86_400));
            Step step = Stepping.boundary(move, known(present, move.toVersion() == null ? present : next));
            steps.add(step);
            of = step.after();
        }
        return steps;
    }

    private static List<Long> amounts(List<Step> steps) {
        return steps.stream()
                .flatMap(step -> step.fees().stream())
                .map(DraftFee::amount)
                .toList();
    }
}
