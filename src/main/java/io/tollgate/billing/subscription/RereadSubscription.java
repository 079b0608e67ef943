package io.tollgate.billing.subscription;

import io.tollgate.billing.stripe.StripeFailure;
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
    private final ExpiryRepository expiry;

    RereadSubscription(SubscriptionSync sync, ExpiryRepository expiry) {
        this.sync = sync;
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
                .onErrorResume(RereadSubscription::isUnknown, _ -> run.once(end(payload)));
    }

    private Mono<Void> end(Payload payload) {
        return expiry.endUnknown(payload.providerSubscriptionId()).then();
    }

    private static boolean isUnknown(Throwable fault) {
        return fault instanceof StripeFailure failure && failure.kind() == StripeFailure.Kind.NOT_FOUND;
    }
}
