package io.tollgate.billing.subscription;

import io.tollgate.billing.stripe.StripeEvent;
import io.tollgate.billing.stripe.StripeEventHandler;
import io.tollgate.platform.jobs.JobRun;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** {@code customer.subscription.paused}: a trial has ended without a means of payment. */
@Component
class SubscriptionPaused implements StripeEventHandler {

    private final SubscriptionChanged changed;

    SubscriptionPaused(SubscriptionChanged changed) {
        this.changed = changed;
    }

    @Override
    public Set<String> types() {
        return Set.of("customer.subscription.paused");
    }

    @Override
    public Mono<Void> handle(StripeEvent event, JobRun run) {
        return changed.sync(event, run);
    }
}
