package io.tollgate.billing.collection;

import io.tollgate.billing.collection.OverdueRepository.Debt;
import io.tollgate.billing.engine.Lapsing;
import io.tollgate.billing.engine.Standing;
import io.tollgate.billing.subscription.SubscriptionStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Closes and ends subscriptions that are not paid for, and opens them again. Each goes by what is owed for it itself, whatever else its
 * customer owes: who owes for one that has ended, and has been told so, does not have the next one for nothing.
 */
@Component
class UnpaidSubscriptions {

    private final OverdueRepository repository;
    private final SmallDebts small;
    private final UnclosedSubscriptions unclosed;
    private final ClosedSubscriptions closed;
    private final CollectionProperties properties;
    private final Standing standing;
    private final Lapsing lapsing;

    UnpaidSubscriptions(
            OverdueRepository repository,
            SmallDebts small,
            UnclosedSubscriptions unclosed,
            ClosedSubscriptions closed,
            CollectionProperties properties,
            Standing standing,
            Lapsing lapsing) {
        this.repository = repository;
        this.small = small;
        this.unclosed = unclosed;
        this.closed = closed;
        this.properties = properties;
        this.standing = standing;
        this.lapsing = lapsing;
    }

    /** Those that are to be closed, or ended, by now. @param counted what is owed and counts */
    Mono<List<RunSubscription>> due(UUID userId, List<Debt> counted, Told told, Instant now) {
        return repository
                .running(userId, counted)
                .filter(running -> running.due(told, now, properties))
                .collectList();
    }

    /** Wants the engine's lock. False when it had come to an end by itself; fails with {@link StillOpen}. */
    Mono<Boolean> close(RunSubscription due, Instant now) {
        Mono<Boolean> closing = due.next() == OverdueState.CANCELLED ? end(due, now) : unpaid(due, now);
        return closing.delayUntil(done -> done ? unclosed.remove(due.id()) : refuseAsBefore(due))
                .onErrorMap(fault -> new StillOpen(due.id(), fault));
    }

    private Mono<Boolean> end(RunSubscription due, Instant now) {
        return lapsing.end(due.id(), now).delayUntil(_ -> closed.remove(due.id()));
    }

    private Mono<Boolean> unpaid(RunSubscription due, Instant now) {
        return standing.unpaid(due.id()).delayUntil(done -> done ? closed.add(due.id(), now) : Mono.empty());
    }

    private Mono<Void> refuseAsBefore(RunSubscription due) {
        return unclosed.stands(due.id(), due.status())
                .filter(stands -> stands)
                .flatMap(_ -> Mono.error(() -> new IllegalStateException("It stands as before")));
    }

    /** Opens what is closed, or called past due, without a debt of its own that would have it so. */
    Mono<Void> restore(UUID userId, List<Debt> counted, Instant now) {
        return running(userId, counted)
                .concatMap(running -> settled(running, now).then(restore(running, now)))
                .then();
    }

    /** Whether {@link #restore} would open any. */
    Mono<Boolean> anyToRestore(UUID userId, List<Debt> counted, Instant now) {
        return running(userId, counted)
                .filterWhen(running -> standsTooLow(running, now))
                .count()
                .map(found -> found > 0);
    }

    private Flux<RunSubscription> running(UUID userId, List<Debt> counted) {
        return repository.running(userId, counted).collectList().flatMapIterable(found -> found);
    }

    /** What is not to be closed any more is not waited for. */
    private Mono<Void> settled(RunSubscription of, Instant now) {
        return of.retryAt() != null && of.bearable(now, properties) ? unclosed.remove(of.id()) : Mono.empty();
    }

    private Mono<Boolean> standsTooLow(RunSubscription of, Instant now) {
        return of.restorable(now, properties)
                ? small.failing(of.id()).map(failing -> !failing || of.status() != SubscriptionStatus.PAST_DUE)
                : Mono.just(false);
    }

    private Mono<Boolean> restore(RunSubscription of, Instant now) {
        return standsTooLow(of, now)
                .filter(low -> low)
                .flatMap(_ -> standing.restored(of.id()))
                .delayUntil(_ -> closed.remove(of.id()))
                .flatMap(_ -> small.failing(of.id()))
                .flatMap(failing -> failing ? standing.pastDue(of.id()) : Mono.just(true));
    }

    /** When one of them is closed, or ended, next. */
    Flux<Instant> next(UUID userId, List<Debt> counted, Told told) {
        return repository
                .running(userId, counted)
                .flatMapIterable(
                        running -> running.nextAt(told, properties).stream().toList());
    }
}
