package io.tollgate.billing.collection;

import io.tollgate.billing.engine.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What follows from an attempt of ours that failed: the next one is planned, the subscription is past due, the payer hears of it.
 * Nothing of that for {@link SmallDebts}.
 */
@Component
class AttemptFailure {

    /** Time for the payer to pay on the page that may follow. */
    private static final Duration AFTER_CLOSING = Duration.ofDays(1);

    /** Where a provider answers whether it has something, and never when it is given it, that had better be no storm. */
    private static final Duration BETWEEN_UNHEARD = Duration.ofHours(1);

    private final CollectionRepository collections;
    private final CollectionProperties properties;
    private final SmallDebts small;
    private final Standing standing;
    private final AttemptNews news;

    AttemptFailure(
            CollectionRepository collections,
            CollectionProperties properties,
            SmallDebts small,
            Standing standing,
            AttemptNews news) {
        this.collections = collections;
        this.properties = properties;
        this.small = small;
        this.standing = standing;
        this.news = news;
    }

    /** Wants the transaction of the outcome. Nothing when nobody owes it any more. */
    Mono<Void> follow(AttemptOutcome.Situation is, ChargeResult.Declined declined) {
        return collections
                .find(is.invoice().id())
                .filter(Collection::open)
                .flatMap(collection -> follow(is, collection, next(is, collection, declined)));
    }

    /** It was ended by us, not by the payer: no failure, but it has to go on. Wants the transaction of the outcome. */
    Mono<Void> goOn(AttemptOutcome.Situation is) {
        return collections.planIfNone(is.invoice().id(), is.now().plus(AFTER_CLOSING));
    }

    /** The provider never had it: no failure, and it is asked anew at once. Wants the transaction of the outcome. */
    Mono<Void> askAnew(AttemptOutcome.Situation is) {
        Instant earliest = is.attempt().createdAt().plus(BETWEEN_UNHEARD);
        return collections.planIfNone(is.invoice().id(), earliest.isAfter(is.now()) ? earliest : is.now());
    }

    private @Nullable Instant next(AttemptOutcome.Situation is, Collection collection, ChargeResult.Declined declined) {
        return Optional.of(declined)
                .filter(ChargeResult.Declined::retryable)
                .flatMap(_ -> properties.nextAttempt(
                        collection.failures() + 1, is.attempt().plannedAt(), is.now()))
                .orElse(null);
    }

    private Mono<Void> follow(AttemptOutcome.Situation is, Collection collection, @Nullable Instant next) {
        return collections
                .failed(collection.invoiceId(), next)
                .then(small.holdBack(is.invoice()))
                .flatMap(heldBack -> heldBack
                        ? news.failedUnnoticed(is)
                        : pastDue(Optional.ofNullable(collection.subscriptionId()))
                                .then(news.failed(is, next))
                                .then(grown(is.invoice().userId(), is.now())));
    }

    /** What was too little and is so no longer is gone after from now on. Wants the lock on the customer's money. */
    Mono<Void> grown(UUID userId, Instant now) {
        return small.grown(userId)
                .flatMapMany(Flux::fromIterable)
                .concatMap(debt -> pastDue(debt.subscriptionId()).then(plan(debt, now)))
                .then();
    }

    private Mono<Void> plan(SmallDebts.Grown debt, Instant now) {
        return debt.heldBack()
                ? collections.plan(
                        debt.invoiceId(),
                        properties.nextAttempt(debt.failures(), now, now).orElse(null))
                : Mono.empty();
    }

    private Mono<Void> pastDue(Optional<UUID> subscriptionId) {
        return Mono.justOrEmpty(subscriptionId).flatMap(standing::pastDue).then();
    }
}
