package io.tollgate.billing.engine;

import io.tollgate.billing.pricing.CancelPolicy;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Ends subscriptions that were not paid for. As with every other end, what was used and not billed yet is asked for on a last
 * invoice; what was asked for ahead stays owed. Whoever ends them tells the customer so.
 */
@Component
public class Lapsing {

    private static final Logger LOG = LoggerFactory.getLogger(Lapsing.class);

    private final EngineRepository rows;
    private final MoneyLocks money;
    private final DueBoundaries boundaries;
    private final Deeds deeds;
    private final Offers offers;
    private final Bookkeeping books;

    Lapsing(
            EngineRepository rows,
            MoneyLocks money,
            DueBoundaries boundaries,
            Deeds deeds,
            Offers offers,
            Bookkeeping books) {
        this.rows = rows;
        this.money = money;
        this.boundaries = boundaries;
        this.deeds = deeds;
        this.offers = offers;
        this.books = books;
    }

    /**
     * Keeps everybody else from the user's subscriptions until the transaction ends. Everybody takes this lock before the one on the
     * user's money, so who may come to {@link #end} one takes it first of all.
     */
    public Mono<Void> lock(UUID userId) {
        return rows.lockAll(userId);
    }

    /**
     * Within the caller's transaction. What was due before is billed before. False when it was over already.
     *
     * @param now the customer's
     */
    public Mono<Boolean> end(UUID subscriptionId, Instant now) {
        return held(subscriptionId, now)
                .flatMap(_ -> upToDate(subscriptionId, now))
                .filter(EngineSubscription::live)
                .flatMap(live -> lapsed(new Move(live, Move.What.LAPSE, Acting.moment(live, now), null, now)))
                .flatMap(step -> books.write(List.of(step)))
                .hasElement();
    }

    /** What ends at a date gives something back after the boundaries before it. */
    private Mono<EngineSubscription> held(UUID id, Instant now) {
        return rows.lock(id)
                .delayUntil(of -> of.course().end() != null && Acting.due(of, now)
                        ? money.hold(of.userId(), true)
                        : Mono.empty());
    }

    private Mono<EngineSubscription> upToDate(UUID id, Instant now) {
        return rows.lock(id)
                .flatMap(of -> of.parked() == null && Acting.due(of, now)
                        ? boundaries.pass(List.of(of), now).then(Mono.defer(() -> upToDate(id, now)))
                        : Mono.just(of));
    }

    /** Debts do not wait for whoever looks at what is parked: it ends, and what is not billed yet is when they have. */
    private Mono<Step> lapsed(Move move) {
        return move.of().parked() == null
                ? deeds.worked(move, CancelPolicy.NONE).onErrorResume(Unratable::is, fault -> parked(move, fault))
                : unbilled(move, null);
    }

    private Mono<Step> parked(Move move, Throwable fault) {
        return rows.park(move.of().id(), "cannot_be_rated").then(unbilled(move, fault));
    }

    private Mono<Step> unbilled(Move move, @Nullable Throwable fault) {
        LOG.warn(
                "Subscription {} ends, and what was not billed by now is not until it is unparked",
                move.of().id(),
                fault);
        return offers.of(move.of().versionId())
                .map(offer ->
                        Step.quiet(move, move.of().endedUnbilled(move.at(), CancelPolicy.NONE), offer.currency()));
    }
}
