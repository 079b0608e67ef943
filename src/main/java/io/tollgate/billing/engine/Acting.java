package io.tollgate.billing.engine;

import io.tollgate.billing.subscription.Subscription;
import io.tollgate.billing.subscription.SubscriptionRepository;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Does something to a subscription, in one transaction under its lock, at its customer's present time. What was due before and has
 * not been run yet is done first, so that nothing is ever worked out across a boundary.
 */
@Component
class Acting {

    private final EngineRepository rows;
    private final DueBoundaries boundaries;
    private final Bookkeeping books;
    private final MoneyLocks money;
    private final Means means;
    private final CustomerClock clock;
    private final SubscriptionRepository subscriptions;
    private final EngineProperties properties;
    private final AuditLog audit;
    private final TransactionalOperator tx;

    Acting(
            EngineRepository rows,
            DueBoundaries boundaries,
            Bookkeeping books,
            MoneyLocks money,
            Means means,
            CustomerClock clock,
            SubscriptionRepository subscriptions,
            EngineProperties properties,
            AuditLog audit,
            TransactionalOperator tx) {
        this.rows = rows;
        this.boundaries = boundaries;
        this.books = books;
        this.money = money;
        this.means = means;
        this.clock = clock;
        this.subscriptions = subscriptions;
        this.properties = properties;
        this.audit = audit;
        this.tx = tx;
    }

    /** What is to be done; fails with what stands against it. Empty when there is nothing to do. */
    interface Deed {

        /** @param at when it takes effect: the customer's now, but after everything that happened before */
        Mono<Step> of(EngineSubscription live, Instant at, Instant now);
    }

    Mono<Subscription> act(Subscription live, Deed deed, AuditEntry entry) {
        return act(live, this::heldUpToDate, deed, entry);
    }

    /** The same, but one that is left alone is taken as it stands; its boundaries stay where they are. */
    Mono<Subscription> actEvenIfParked(Subscription live, Deed deed, AuditEntry entry) {
        return act(live, this::asItStands, deed, entry);
    }

    private Mono<Subscription> act(
            Subscription live,
            BiFunction<UUID, Instant, Mono<EngineSubscription>> locked,
            Deed deed,
            AuditEntry entry) {
        return clock.now(live.userId())
                .flatMap(now -> means.asked(live.id(), now))
                .flatMap(answers -> answers.before(inOneTransaction(live, locked, deed, entry)));
    }

    private Mono<Subscription> inOneTransaction(
            Subscription live,
            BiFunction<UUID, Instant, Mono<EngineSubscription>> locked,
            Deed deed,
            AuditEntry entry) {
        return clock.now(live.userId())
                .flatMap(now -> locked.apply(live.id(), now)
                        .flatMap(of -> deed.of(of, moment(of, now), now))
                        .flatMap(step ->
                                books.write(List.of(step)).then(audit.record(entry.on("subscription", live.id())))))
                .onErrorMap(Unratable::is, Unratable::refusal)
                .then(Mono.defer(() -> subscriptions.findById(live.id())))
                .as(tx::transactional);
    }

    /**
     * Locked, past all its boundaries, with its customer's money: what its base fee was billed on is neither voided nor credited
     * between being looked at and being given back. Wants a transaction round it.
     */
    Mono<EngineSubscription> heldUpToDate(UUID id, Instant now) {
        return held(id, now).then(Mono.defer(() -> upToDate(id, now)));
    }

    private Mono<EngineSubscription> held(UUID id, Instant now) {
        return rows.lock(id)
                .switchIfEmpty(Mono.error(Acting::none))
                .delayUntil(of -> money.hold(of.userId(), due(of, now)));
    }

    /** Locked, past all its boundaries, where nothing is given back after them. Wants a transaction round it. */
    Mono<EngineSubscription> upToDate(UUID id, Instant now) {
        return rows.lock(id)
                .switchIfEmpty(Mono.error(Acting::none))
                .doOnNext(this::refuseParked)
                .flatMap(of -> due(of, now) ? pass(of, now) : Mono.just(of))
                .filter(EngineSubscription::live)
                .switchIfEmpty(Mono.error(Acting::none));
    }

    private Mono<EngineSubscription> asItStands(UUID id, Instant now) {
        return held(id, now)
                .flatMap(of -> of.parked() != null || missedTooMuch(of, now) ? Mono.just(of) : upToDate(id, now))
                .filter(EngineSubscription::live)
                .switchIfEmpty(Mono.error(Acting::none));
    }

    private boolean missedTooMuch(EngineSubscription of, Instant now) {
        return boundaries.missed(of, now) > properties.mostMissed();
    }

    private Mono<EngineSubscription> pass(EngineSubscription of, Instant now) {
        if (missedTooMuch(of, now)) {
            return Mono.error(Acting::parked);
        }
        return boundaries.pass(List.of(of), now).then(Mono.defer(() -> upToDate(of.id(), now)));
    }

    private void refuseParked(EngineSubscription of) {
        if (of.parked() != null) {
            throw parked();
        }
    }

    static boolean due(EngineSubscription of, Instant now) {
        Instant next = of.course().nextRunAt();
        return of.live() && next != null && !next.isAfter(now);
    }

    /** Two things at the same moment would make the same invoice. */
    static Instant moment(EngineSubscription of, Instant now) {
        Instant earliest = of.course().since().plus(1, ChronoUnit.MICROS);
        Instant at = now.truncatedTo(ChronoUnit.MICROS);
        return at.isBefore(earliest) ? earliest : at;
    }

    private static ApiException parked() {
        return new ApiException(ErrorCode.SUBSCRIPTION_PARKED);
    }

    private static ApiException none() {
        return new ApiException(ErrorCode.SUBSCRIPTION_NOT_FOUND, "No active subscription found for this user.");
    }
}
