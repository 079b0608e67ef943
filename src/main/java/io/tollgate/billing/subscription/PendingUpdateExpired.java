package io.tollgate.billing.subscription;

import io.tollgate.billing.stripe.StripeEvent;
import io.tollgate.billing.stripe.StripeEventHandler;
import io.tollgate.platform.jobs.JobRun;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** {@code customer.subscription.pending_update_expired}: a change that waited for its payment was never paid. */
@Component
class PendingUpdateExpired implements StripeEventHandler {

    private final SubscriptionChanged changed;

    PendingUpdateExpired(SubscriptionChanged changed) {
        this.changed = changed;
    }

    @Override
    public Set<String> types() {
        return Set.of("customer.subscription.pending_update_expired");
    }

    @Override
    public Mono<Void> handle(StripeEvent event, JobRun run) {
        return changed.sync(event, run);
    }
}
