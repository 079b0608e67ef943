package io.tollgate.billing.subscription;

import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Reads one subscription at Stripe without being told to by an event, and does what an event would have done. */
@Component
class RereadSubscription implements JobHandler<RereadSubscription.Payload> {

    static final JobType<Payload> TYPE = new JobType<>("subscription.reconcile", "billing", Payload.class);

    private final SubscriptionSync sync;
    private final SubscriptionRepository subscriptions;
    private final UnknownAtStripe unknown;
    private final ExpiryRepository expiry;

    RereadSubscription(
            SubscriptionSync sync,
            SubscriptionRepository subscriptions,
            UnknownAtStripe unknown,
            ExpiryRepository expiry) {
        this.sync = sync;
        this.subscriptions = subscriptions;
        this.unknown = unknown;
        this.expiry = expiry;
    }

    record Payload(String providerSubscriptionId) {}

    @Override
    public JobType<Payload> type() {
        return TYPE;
    }

    @Override
    public Mono<Void> handle(Payload payload, JobRun run) {
        return sync.read(payload.providerSubscriptionId())
                .flatMap(reading -> run.once(sync.apply(reading, null).then()))
                .onErrorResume(UnknownAtStripe::is, _ -> endIfGone(payload.providerSubscriptionId(), run));
    }

    private Mono<Void> endIfGone(String id, JobRun run) {
        return subscriptions
                .findByStripeId(id)
                .filterWhen(unknown::isGone)
                .flatMap(_ -> run.once(expiry.endUnknown(id).then()));
    }
}
