package io.tollgate.billing.subscription;

import io.tollgate.billing.stripe.StripeEvent;
import io.tollgate.billing.stripe.StripeEventHandler;
import io.tollgate.platform.jobs.JobRun;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** {@code customer.subscription.resumed}: a paused one goes on. */
@Component
class SubscriptionResumed implements StripeEventHandler {

    private final SubscriptionChanged changed;

    SubscriptionResumed(SubscriptionChanged changed) {
        this.changed = changed;
    }

    @Override
    public Set<String> types() {
        return Set.of("customer.subscription.resumed");
    }

    @Override
    public Mono<Void> handle(StripeEvent event, JobRun run) {
        return changed.sync(event, run);
    }
}
