package io.tollgate.billing.subscription;

import io.tollgate.billing.stripe.StripeEvent;
import io.tollgate.billing.stripe.StripeEventHandler;
import io.tollgate.platform.jobs.JobRun;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** {@code customer.subscription.updated}: anything about it; the only one to tell of past_due and unpaid. */
@Component
class SubscriptionUpdated implements StripeEventHandler {

    private final SubscriptionChanged changed;

    SubscriptionUpdated(SubscriptionChanged changed) {
        this.changed = changed;
    }

    @Override
    public Set<String> types() {
        return Set.of("customer.subscription.updated");
    }

    @Override
    public Mono<Void> handle(StripeEvent event, JobRun run) {
        return changed.sync(event, run);
    }
}
