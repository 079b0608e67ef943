package io.tollgate.billing.subscription;

import io.tollgate.billing.stripe.StripeEvent;
import io.tollgate.billing.stripe.StripeEventHandler;
import io.tollgate.platform.jobs.JobRun;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** {@code customer.subscription.created}: there is one, often before it is paid for. */
@Component
class SubscriptionCreated implements StripeEventHandler {

    private final SubscriptionChanged changed;

    SubscriptionCreated(SubscriptionChanged changed) {
        this.changed = changed;
    }

    @Override
    public Set<String> types() {
        return Set.of("customer.subscription.created");
    }

    @Override
    public Mono<Void> handle(StripeEvent event, JobRun run) {
        return changed.sync(event, run);
    }
}
