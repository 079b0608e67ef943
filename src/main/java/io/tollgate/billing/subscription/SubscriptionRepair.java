package io.tollgate.billing.subscription;

import io.tollgate.billing.stripe.CustomerLock;
import io.tollgate.billing.stripe.Drift;
import io.tollgate.billing.stripe.DriftCheck.Run;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Writes what a comparison has read, as an event would have it written, and tells when that was news. */
@Component
class SubscriptionRepair {

    private final SubscriptionSync sync;
    private final SubscriptionRepository subscriptions;
    private final ExpiryRepository expiry;
    private final CustomerLock lock;
    private final StripeRow rows;
    private final TransactionalOperator tx;

    SubscriptionRepair(
            SubscriptionSync sync,
            SubscriptionRepository subscriptions,
            ExpiryRepository expiry,
            CustomerLock lock,
            StripeRow rows,
            TransactionalOperator tx) {
        this.sync = sync;
        this.subscriptions = subscriptions;
        this.expiry = expiry;
        this.lock = lock;
        this.rows = rows;
        this.tx = tx;
    }

    /** Nothing happens for what is not ours. */
    Mono<Void> write(SubscriptionReading reading, Run run) {
        return lock.acquire(reading.subscription().customerId())
                .then(Mono.defer(() ->
                        subscriptions.findByStripeId(reading.subscription().id())))
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(before ->
                        sync.apply(reading, null).flatMap(synced -> tell(reading, before, synced.subscription(), run)))
                .as(tx::transactional);
    }

    /** Ends one that Stripe has deleted. */
    Mono<Void> end(String stripeId, Run run) {
        return expiry.endUnknown(stripeId)
                .flatMap(ended ->
                        run.note().take(new Drift(Drift.Kind.SUBSCRIPTION_GONE, stripeId, "live", text(ended))))
                .as(tx::transactional);
    }

    /** What the reading makes of the row as it was; the same when only the number of the reading is new. */
    boolean differs(SubscriptionReading reading, Subscription before, Subscription now) {
        SubscriptionReading again =
                new SubscriptionReading(before.readOrder(), reading.subscription(), reading.moneyUnderWay());
        return rows.of(again, before.userId(), now.planVersionId(), before)
                .filter(said -> !said.equals(before))
                .isPresent();
    }

    private Mono<Void> tell(SubscriptionReading reading, Optional<Subscription> before, Subscription now, Run run) {
        String id = reading.subscription().id();
        if (before.isEmpty()) {
            return run.note().take(new Drift(Drift.Kind.SUBSCRIPTION_MISSED, id, "", text(now)));
        }
        Subscription old = before.get();
        boolean written = now.readOrder() == reading.order() && old.readOrder() != reading.order();
        return written && differs(reading, old, now)
                ? run.note().take(new Drift(Drift.Kind.SUBSCRIPTION_CHANGED, id, text(old), text(now)))
                : Mono.empty();
    }

    static String text(Subscription subscription) {
        return subscription.status().value()
                + (subscription.cancelAtPeriodEnd() ? ", to end," : "")
                + (subscription.currentPeriodEnd() == null ? "" : " until " + subscription.currentPeriodEnd())
                + " on version " + subscription.planVersionId();
    }
}
