package io.tollgate.billing.subscription;

import io.tollgate.billing.plan.PlanRepository;
import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.user.UserRepository;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Ends what has run out. Our own subscriptions end here; those at Stripe are read again first, since the event of a renewal or
 * cancellation may just not have arrived. Works in batches, each a transaction of its own, on rows that nobody else is at:
 * a sweep that breaks off has done what it has done, and two at once do nothing twice.
 */
@Component
class ExpirySweep implements JobHandler<ExpirySweep.Payload> {

    static final JobType<Payload> TYPE = new JobType<>("subscription.sweep", "billing", Payload.class);

    static final int BATCH = 100;

    private final ExpiryRepository due;
    private final PlanRepository plans;
    private final UserRepository users;
    private final SubscriptionMails mails;
    private final Outbox outbox;
    private final TransactionalOperator tx;

    ExpirySweep(
            ExpiryRepository due,
            PlanRepository plans,
            UserRepository users,
            SubscriptionMails mails,
            Outbox outbox,
            TransactionalOperator tx) {
        this.due = due;
        this.plans = plans;
        this.users = users;
        this.mails = mails;
        this.outbox = outbox;
        this.tx = tx;
    }

    record Payload() {}

    @Override
    public JobType<Payload> type() {
        return TYPE;
    }

    @Override
    public Mono<Void> handle(Payload payload, JobRun run) {
        return untilDone(expireOwn()).then(untilDone(lookUpAtStripe())).then(run.once(due.expireCheckouts()));
    }

    /** Another batch as long as they come back full. */
    private static Mono<Void> untilDone(Mono<Integer> batch) {
        return batch.expand(size -> size < BATCH ? Mono.empty() : batch).then();
    }

    private Mono<Integer> expireOwn() {
        return due.expireOwn(BATCH)
                .collectList()
                .flatMap(ended -> Flux.fromIterable(ended).concatMap(this::tell).then(Mono.just(ended.size())))
                .as(tx::transactional);
    }

    private Mono<Void> tell(Subscription ended) {
        return users.findById(ended.userId())
                .zipWith(plans.findByVersion(ended.planVersionId()))
                .flatMap(found -> mails.canceled(new SubscriptionMails.About(
                        found.getT1(),
                        found.getT2(),
                        ended,
                        found.getT2().price().amount())));
    }

    private Mono<Integer> lookUpAtStripe() {
        return due.claimStripe(BATCH)
                .collectList()
                .flatMap(claimed -> Flux.fromIterable(claimed)
                        .concatMap(this::promiseReconciliation)
                        .then(Mono.just(claimed.size())))
                .as(tx::transactional);
    }

    private Mono<Void> promiseReconciliation(Subscription subscription) {
        return outbox.enqueue(
                RereadSubscription.TYPE,
                subscription.userId().toString(),
                new RereadSubscription.Payload(Objects.requireNonNull(subscription.providerSubscriptionId())));
    }
}
