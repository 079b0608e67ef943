package io.tollgate.billing.subscription;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.web.RequestFacts;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Keeps the rule of one live subscription per user when Stripe brings another. Of two that were paid for, the one made later
 * is a duplicate, whichever is heard of first; it is cancelled and refunded. What was free gives way to what is paid, and what
 * was upgraded to what it was upgraded to.
 */
@Component
class LiveSubscription {

    private static final Set<SubscriptionStatus> PAID_FOR =
            EnumSet.of(SubscriptionStatus.ACTIVE, SubscriptionStatus.TRIALING);

    private final SubscriptionRepository subscriptions;
    private final Outbox outbox;
    private final AuditLog audit;

    LiveSubscription(SubscriptionRepository subscriptions, Outbox outbox, AuditLog audit) {
        this.subscriptions = subscriptions;
        this.outbox = outbox;
        this.audit = audit;
    }

    /**
     * The row as it may be written, after making room for it. Wants the lock on the customer.
     *
     * @param upgradedFrom which one, by its id at Stripe, the incoming one was bought to take the place of
     */
    Mono<Subscription> settle(Subscription incoming, @Nullable String upgradedFrom) {
        if (!incoming.live()) {
            return Mono.just(incoming);
        }
        return subscriptions
                .findLive(incoming.userId())
                .filter(other -> !other.id().equals(incoming.id()))
                .flatMap(other -> beside(other, incoming, upgradedFrom))
                .defaultIfEmpty(incoming);
    }

    private Mono<Subscription> beside(Subscription other, Subscription incoming, @Nullable String upgradedFrom) {
        if (other.engine()) {
            return cancel(incoming, other).thenReturn(incoming.asDuplicateOf(other.id()));
        }
        if (other.provider() == Provider.MANUAL) {
            return subscriptions.replace(other.id(), incoming.id()).thenReturn(incoming);
        }
        if (PAID_FOR.contains(incoming.status()) && Objects.equals(other.providerSubscriptionId(), upgradedFrom)) {
            return replace(other, incoming).thenReturn(incoming);
        }
        if (incoming.olderThan(other)) {
            return subscriptions
                    .markDuplicate(other.id(), incoming.id())
                    .then(cancel(other, incoming))
                    .thenReturn(incoming);
        }
        return cancel(incoming, other).thenReturn(incoming.asDuplicateOf(other.id()));
    }

    private Mono<Void> replace(Subscription old, Subscription by) {
        String stripeId = Objects.requireNonNull(old.providerSubscriptionId());
        return subscriptions
                .markReplaced(old.id(), by.id())
                .filter(replaced -> replaced)
                .flatMap(_ -> audit.record(AuditEntry.of("subscription.replaced", RequestFacts.NONE)
                                .on("subscription", old.id())
                                .with(Map.of(
                                        "user_id", old.userId().toString(),
                                        "replaced_by", by.id().toString())))
                        .then(outbox.enqueue(
                                ReplacedSubscription.TYPE,
                                old.userId().toString(),
                                new ReplacedSubscription.Payload(old.id(), stripeId, by.id()))));
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
