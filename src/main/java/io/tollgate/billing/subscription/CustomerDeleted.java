package io.tollgate.billing.subscription;

import io.tollgate.billing.stripe.IgnoredEvent;
import io.tollgate.billing.stripe.StripeEvent;
import io.tollgate.billing.stripe.StripeEventHandler;
import io.tollgate.platform.jobs.JobRun;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * {@code customer.deleted}: for good, as an id is never given again. So the user's next checkout makes another customer. Stripe
 * ends the subscriptions of the old one and says so in events of their own.
 */
@Component
class CustomerDeleted implements StripeEventHandler {

    private final CustomerRepository customers;

    CustomerDeleted(CustomerRepository customers) {
        this.customers = customers;
    }

    @Override
    public Set<String> types() {
        return Set.of("customer.deleted");
    }

    @Override
    public Mono<Void> handle(StripeEvent event, JobRun run) {
        String id = event.customerId().orElse("");
        return customers
                .findUser(id)
                .switchIfEmpty(Mono.error(() -> new IgnoredEvent("not a customer of ours")))
                .flatMap(_ -> run.once(customers.forget(id)));
    }
}
