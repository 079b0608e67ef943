package io.tollgate.billing.engine;

import io.tollgate.billing.subscription.Subscription;
import io.tollgate.billing.subscription.SubscriptionRepository;
import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import io.tollgate.user.UserRepository;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Bills the last usage of a subscription that Stripe ran: Stripe makes no invoice after the last period. Type, topic and payload of
 * the first are written by {@code bill_last_usage()} in the database, whichever way the end was heard of; another comes after the
 * look-back, for usage that was told late.
 */
@Component
class StripeEnd implements JobHandler<StripeEnd.Payload> {

    static final JobType<Payload> TYPE = new JobType<>("billing.stripe_usage_end", "billing", Payload.class);

    private final SubscriptionRepository subscriptions;
    private final UserRepository users;
    private final StripeBills bills;
    private final StripePlacing placing;
    private final StripeEnding ending;
    private final TransactionalOperator tx;

    StripeEnd(
            SubscriptionRepository subscriptions,
            UserRepository users,
            StripeBills bills,
            StripePlacing placing,
            StripeEnding ending,
            TransactionalOperator tx) {
        this.subscriptions = subscriptions;
        this.users = users;
        this.bills = bills;
        this.placing = placing;
        this.ending = ending;
        this.tx = tx;
    }

    record Payload(UUID subscriptionId) {}

    @Override
    public JobType<Payload> type() {
        return TYPE;
    }

    @Override
    public Mono<Void> handle(Payload payload, JobRun run) {
        return subscriptions
                .findById(payload.subscriptionId())
                .filterWhen(this::owes)
                .flatMap(over -> placing.place(over)
                        .onErrorComplete()
                        // Not once: billing bears repetition, and what cannot be placed brings the job back.
                        .then(Mono.defer(() -> ending.bill(over).as(tx::transactional)))
                        .then(Mono.defer(() -> placing.place(over))));
    }

    /** What was bought twice is given back, and of who is erased nobody is left to ask. */
    private Mono<Boolean> owes(Subscription over) {
        return over.duplicate()
                ? Mono.just(false)
                : users.findById(over.userId())
                        .filter(user -> !user.erased())
                        .flatMap(_ -> bills.begun(over.id()))
                        .defaultIfEmpty(false);
    }
}
