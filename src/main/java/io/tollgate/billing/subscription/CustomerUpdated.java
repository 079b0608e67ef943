package io.tollgate.billing.subscription;

import io.tollgate.billing.stripe.StripeEvent;
import io.tollgate.billing.stripe.StripeEventHandler;
import io.tollgate.platform.jobs.JobRun;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** {@code customer.updated}. Of a customer we keep nothing but the id, and name and address are the user's to change here, so there is nothing to write. */
@Component
class CustomerUpdated implements StripeEventHandler {

    private final KnownCustomer known;

    CustomerUpdated(KnownCustomer known) {
        this.known = known;
    }

    @Override
    public Set<String> types() {
        return Set.of("customer.updated");
    }

    @Override
    public Mono<Void> handle(StripeEvent event, JobRun run) {
        return known.orIgnored(event);
    }
}
