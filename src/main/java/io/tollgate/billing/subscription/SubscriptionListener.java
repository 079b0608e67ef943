package io.tollgate.billing.subscription;

import reactor.core.publisher.Mono;

/** Hears of each change of a subscription once, after it has been committed; in a transaction of its own. */
public interface SubscriptionListener {

    /** @param now the subscription as it is meanwhile: later changes may be in it already */
    Mono<Void> changed(SubscriptionChange change, Subscription now);
}
