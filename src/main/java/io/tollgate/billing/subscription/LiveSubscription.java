package io.tollgate.billing.subscription;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.web.RequestFacts;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Keeps the rule of one live subscription per user when Stripe brings another. Of two that were paid for, the one made later
 * is a duplicate, whichever is heard of first; it is cancelled and refunded. What was free gives way to what is paid.
 */
@Component
class LiveSubscription {

    private final SubscriptionRepository subscriptions;
    private final Outbox outbox;
    private final AuditLog audit;

    LiveSubscription(SubscriptionRepository subscriptions, Outbox outbox, AuditLog audit) {
        this.subscriptions = subscriptions;
        this.outbox = outbox;
        this.audit = audit;
    }

    /** The row as it may be written, after making room for it. Wants the lock on the customer. */
    Mono<Subscription> settle(Subscription incoming) {
        if (!incoming.live()) {
            return Mono.just(incoming);
        }
        return subscriptions
                .findLive(incoming.userId())
                .filter(other -> !other.id().equals(incoming.id()))
                .flatMap(other -> beside(other, incoming))
                .defaultIfEmpty(incoming);
    }

    private Mono<Subscription> beside(Subscription other, Subscription incoming) {
        if (other.provider() == Provider.MANUAL) {
            return subscriptions.replace(other.id(), incoming.id()).thenReturn(incoming);
        }
        if (incoming.olderThan(other)) {
            return subscriptions
                    .markDuplicate(other.id(), incoming.id())
                    .then(cancel(other, incoming))
                    .thenReturn(incoming);
        }
        return cancel(incoming, other).thenReturn(incoming.asDuplicateOf(other.id()));
    }

    private Mono<Void> cancel(Subscription duplicate, Subscription kept) {
        String stripeId = Objects.requireNonNull(duplicate.providerSubscriptionId());
        return audit.record(AuditEntry.of("subscription.duplicate", RequestFacts.NONE)
                        .on("subscription", duplicate.id())
                        .with(Map.of(
                                "user_id", duplicate.userId().toString(),
                                "kept", kept.id().toString(),
                                "provider_subscription_id", stripeId)))
                .then(outbox.enqueue(
                        DuplicateSubscription.TYPE,
                        duplicate.userId().toString(),
                        new DuplicateSubscription(duplicate.id(), stripeId)));
    }
}
