package io.tollgate.billing.subscription;

import io.tollgate.billing.stripe.IgnoredEvent;
import io.tollgate.billing.stripe.StripeEvent;
import io.tollgate.platform.jobs.JobRun;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What every {@code customer.subscription.*} event comes to: something about a subscription is different now. */
@Component
class SubscriptionChanged {

    private final SubscriptionSync sync;

    SubscriptionChanged(SubscriptionSync sync) {
        this.sync = sync;
    }

    Mono<Void> sync(StripeEvent event, JobRun run) {
        return sync.read(String.valueOf(event.objectId()))
                .flatMap(reading -> run.once(sync.apply(reading, null)
                        .switchIfEmpty(Mono.error(() -> new IgnoredEvent("not a subscription of ours")))
                        .then()));
    }
}
