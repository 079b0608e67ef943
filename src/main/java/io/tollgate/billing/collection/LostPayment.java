package io.tollgate.billing.collection;

import io.tollgate.billing.engine.CustomerClock;
import io.tollgate.billing.engine.Standing;
import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.plan.PlanRepository;
import io.tollgate.billing.subscription.SubscriptionMails;
import io.tollgate.billing.subscription.SubscriptionRepository;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.UserRepository;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Ends the subscription for whose invoice the payer's bank has taken the money back: now, without credit, and nothing more is billed. */
@Component
class LostPayment {

    private final Standing standing;
    private final CustomerClock clocks;
    private final SubscriptionRepository subscriptions;
    private final UserRepository users;
    private final PlanRepository plans;
    private final SubscriptionMails mails;
    private final AuditLog audit;

    LostPayment(
            Standing standing,
            CustomerClock clocks,
            SubscriptionRepository subscriptions,
            UserRepository users,
            PlanRepository plans,
            SubscriptionMails mails,
            AuditLog audit) {
        this.standing = standing;
        this.clocks = clocks;
        this.subscriptions = subscriptions;
        this.users = users;
        this.plans = plans;
        this.mails = mails;
        this.audit = audit;
    }

    /** Nothing where there is none, or it has ended. Wants a transaction that holds the engine's lock and the customer's money. */
    Mono<Void> end(Invoice invoice) {
        UUID subscription = invoice.subscriptionId();
        return subscription == null
                ? Mono.empty()
                : clocks.now(invoice.userId())
                        .flatMap(now -> standing.cancelled(subscription, now))
                        .filter(ended -> ended)
                        .flatMap(_ -> audit.record(AuditEntry.of("subscription.ended_by_dispute", RequestFacts.NONE)
                                        .on("subscription", subscription)
                                        .with(Map.of("invoice_id", invoice.id().toString())))
                                .then(tell(subscription)));
    }

    private Mono<Void> tell(UUID subscriptionId) {
        return subscriptions
                .findById(subscriptionId)
                .flatMap(ended -> users.findById(ended.userId())
                        .filter(user -> !user.erased())
                        .zipWhen(_ -> plans.findByVersion(ended.planVersionId()))
                        .flatMap(found -> mails.canceled(new SubscriptionMails.About(
                                found.getT1(),
                                found.getT2(),
                                ended,
                                found.getT2().price().amount()))));
    }
}
