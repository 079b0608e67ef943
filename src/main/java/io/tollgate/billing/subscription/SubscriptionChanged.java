package io.tollgate.billing.subscription;

import io.tollgate.billing.stripe.IgnoredEvent;
import io.tollgate.billing.stripe.StripeEvent;
import io.tollgate.billing.stripe.StripeEventHandler;
import io.tollgate.platform.jobs.JobRun;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** {@code customer.subscription.*}: something about a subscription is different now. */
@Component
class SubscriptionChanged implements StripeEventHandler {

    private final SubscriptionSync sync;

    SubscriptionChanged(SubscriptionSync sync) {
        this.sync = sync;
    }

    @Override
    public Set<String> types() {
        return Set.of(
                "customer.subscription.created",
                "customer.subscription.updated",
                "customer.subscription.deleted",
                "customer.subscription.paused",
                "customer.subscription.resumed");
    }

    @Override
    public Mono<Void> handle(StripeEvent event, JobRun run) {
        return sync.read(String.valueOf(event.objectId()))
                .flatMap(reading -> run.once(sync.apply(reading, null)
                        .switchIfEmpty(Mono.error(() -> new IgnoredEvent("not a subscription of ours")))
                        .then()));
    }
}
