package io.tollgate.billing.collection;

import io.tollgate.billing.engine.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What follows from an attempt of ours that failed: the next one is planned, the subscription is past due, the payer hears of it. */
@Component
class AttemptFailure {

    /** Time for the payer to pay on the page that may follow. */
    private static final Duration AFTER_CLOSING = Duration.ofDays(1);

    private final CollectionRepository collections;
    private final CollectionProperties properties;
    private final Standing standing;
    private final AttemptNews news;

    AttemptFailure(
            CollectionRepository collections, CollectionProperties properties, Standing standing, AttemptNews news) {
        this.collections = collections;
        this.properties = properties;
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
                .then(
                        collection.subscriptionId() == null
                                ? Mono.empty()
                                : standing.pastDue(collection.subscriptionId()).then())
                .then(news.failed(is, next));
    }
}
