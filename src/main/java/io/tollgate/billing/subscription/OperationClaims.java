package io.tollgate.billing.subscription;

import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Decides, in one short transaction, which of several requests works on a subscription: a unique index lets one be under way.
 * The intent is written with the promise to look after it, so whatever becomes of this process, it is settled.
 */
@Component
class OperationClaims {

    /** Time for a request that is slower than its claim to come back. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private final OperationRepository operations;
    private final SubscriptionRepository subscriptions;
    private final CheckoutProperties properties;
    private final Outbox outbox;
    private final TransactionalOperator tx;
    private final Clock clock;

    OperationClaims(
            OperationRepository operations,
            SubscriptionRepository subscriptions,
            CheckoutProperties properties,
            Outbox outbox,
            TransactionalOperator tx,
            Clock clock) {
        this.operations = operations;
        this.subscriptions = subscriptions;
        this.properties = properties;
        this.outbox = outbox;
        this.tx = tx;
        this.clock = clock;
    }

    /** Fails with what the rules of the wish say. */
    Mono<OperationClaim> claim(OperationWish wish) {
        return operations
                .insert(wish, claimedUntil())
                .flatMap(operation -> begin(operation, wish))
                .switchIfEmpty(Mono.defer(() -> leftBehind(wish)))
                .as(tx::transactional);
    }

    /** To see to one that somebody has left behind. Empty when there is nothing to see to. */
    Mono<Operation> takeOver(Operation operation) {
        return operations.claim(operation.id(), claimedUntil());
    }

    /** Read only now: nobody else is at it from here on, and what others have done can be seen. */
    private Mono<OperationClaim> begin(Operation operation, OperationWish wish) {
        return subscriptions
                .findById(wish.subscriptionId())
                .filter(Subscription::live)
                .switchIfEmpty(Mono.error(() ->
                        new ApiException(ErrorCode.SUBSCRIPTION_NOT_FOUND, "Subscription not found in our database.")))
                .zipWhen(_ -> operations
                        .ahead(wish.subscriptionId())
                        .map(Optional::of)
                        .defaultIfEmpty(Optional.empty()))
                .doOnNext(found -> wish.rules()
                        .accept(new Outlook(found.getT1(), found.getT2().orElse(null))))
                .then(outbox.enqueueAt(
                        SettleOperation.TYPE,
                        wish.subscriptionId().toString(),
                        new SettleOperation.Payload(operation.id()),
                        claimedUntil().plus(MARGIN)))
                .thenReturn(new OperationClaim.Ours(operation));
    }

    private Mono<OperationClaim> leftBehind(OperationWish wish) {
        return operations
                .lockPending(wish.subscriptionId())
                .filter(pending -> !pending.claimedAt(clock.instant()))
                .flatMap(this::takeOver)
                .<OperationClaim>map(OperationClaim.LeftBehind::new)
                .defaultIfEmpty(new OperationClaim.Theirs());
    }

    private Instant claimedUntil() {
        return clock.instant().plus(properties.claim());
    }
}
