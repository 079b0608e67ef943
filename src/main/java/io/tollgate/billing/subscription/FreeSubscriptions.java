package io.tollgate.billing.subscription;

import io.tollgate.billing.plan.Plan;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.time.Ids;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.User;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Starts what costs nothing: there is nobody to ask, so it is active at once and has no end. */
@Component
class FreeSubscriptions {

    private final SubscriptionRepository subscriptions;
    private final SubscriptionMails mails;
    private final AuditLog audit;
    private final TransactionalOperator tx;
    private final Ids ids;
    private final Clock clock;

    FreeSubscriptions(
            SubscriptionRepository subscriptions,
            SubscriptionMails mails,
            AuditLog audit,
            TransactionalOperator tx,
            Ids ids,
            Clock clock) {
        this.subscriptions = subscriptions;
        this.mails = mails;
        this.audit = audit;
        this.tx = tx;
        this.ids = ids;
        this.clock = clock;
    }

    Mono<SubscribeResult> start(User user, Plan plan, RequestFacts facts) {
        Subscription subscription = fresh(user, plan);
        return subscriptions
                .insertIfNoneLive(subscription)
                .filter(inserted -> inserted)
                .switchIfEmpty(Mono.error(Subscribing::alreadySubscribed))
                .then(mails.confirmed(new SubscriptionMails.About(
                        user, plan, subscription, plan.price().amount())))
                .then(audit.record(AuditEntry.of("subscription.started", facts)
                        .by(user.id())
                        .on("subscription", subscription.id())))
                .<SubscribeResult>thenReturn(new SubscribeResult.Active(subscription, plan))
                .as(tx::transactional);
    }

    /** Follows one that was paid for and has ended, as its user wished. Wants a transaction round it. */
    Mono<Void> follow(Subscription ended, User user, Plan plan) {
        Subscription subscription = fresh(user, plan);
        return subscriptions
                .insertIfNoneLive(subscription)
                .filter(inserted -> inserted)
                .filterWhen(_ -> subscriptions.markReplaced(ended.id(), subscription.id()))
                .flatMap(_ -> mails.changed(
                        new SubscriptionMails.About(
                                user, plan, subscription, plan.price().amount()),
                        "followed"));
    }

    private Subscription fresh(User user, Plan plan) {
        return new Subscription(
                ids.next(),
                user.id(),
                plan.version().id(),
                Provider.MANUAL,
                null,
                null,
                SubscriptionStatus.ACTIVE,
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                null,
                null,
                null,
                false,
                null,
                null,
                null,
                null,
                0);
    }
}
