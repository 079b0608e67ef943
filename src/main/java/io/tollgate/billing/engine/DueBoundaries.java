package io.tollgate.billing.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Takes subscriptions whose lock is held past one boundary each. One that cannot be worked out is parked, the others go on. */
@Component
class DueBoundaries {

    private static final Logger LOG = LoggerFactory.getLogger(DueBoundaries.class);

    private final MoneyLocks money;
    private final Knowing knowing;
    private final BilledBases bases;
    private final Bookkeeping books;
    private final EngineRepository rows;
    private final EngineProperties properties;

    DueBoundaries(
            MoneyLocks money,
            Knowing knowing,
            BilledBases bases,
            Bookkeeping books,
            EngineRepository rows,
            EngineProperties properties) {
        this.money = money;
        this.knowing = knowing;
        this.bases = bases;
        this.books = books;
        this.rows = rows;
        this.properties = properties;
    }

    /** Why a subscription is left alone. */
    private record Refused(EngineSubscription of, String reason) {}

    /** In the caller's transaction. */
    Mono<Void> pass(List<EngineSubscription> due, Instant now) {
        List<Move> moves = new ArrayList<>();
        List<Refused> refused = new ArrayList<>();
        for (EngineSubscription of : due) {
            if (missed(of, now) > properties.mostMissed()) {
                refused.add(new Refused(of, "too_many_periods_missed"));
            } else {
                moves.add(Move.boundary(of, now));
            }
        }
        return money.hold(moves)
                .thenMany(Flux.fromIterable(moves))
                .concatMap(bases::really)
                .collectList()
                .flatMap(knowing::of)
                .flatMap(pairs -> books.write(steps(pairs, refused)))
                .then(Mono.defer(() -> park(refused)));
    }

    /**
     * How many whole periods have ended since the one it is in, but for those that somebody lets it make up for. One that is over and
     * billed misses none.
     */
    long missed(EngineSubscription of, Instant now) {
        Course course = of.course();
        if (!of.live() && !of.unbilled()
                || of.mayCatchUp()
                || course.nextRunAt() == null
                || !course.nextRunAt().isBefore(now)) {
            return 0;
        }
        return course.calendar().containing(now).index() - course.index() - 1;
    }

    private static List<Step> steps(List<Knowing.Pair> pairs, List<Refused> refused) {
        List<Step> steps = new ArrayList<>();
        for (Knowing.Pair pair : pairs) {
            try {
                steps.add(Stepping.boundary(pair.move(), pair.known()));
            } catch (ArithmeticException | IllegalArgumentException e) {
                LOG.warn("Subscription {} cannot be billed", pair.move().of().id(), e);
                refused.add(new Refused(pair.move().of(), "cannot_be_rated"));
            }
        }
        return steps;
    }

    private Mono<Void> park(List<Refused> refused) {
        return Flux.fromIterable(refused)
                .concatMap(one -> rows.park(one.of().id(), one.reason()))
                .then();
    }
}
