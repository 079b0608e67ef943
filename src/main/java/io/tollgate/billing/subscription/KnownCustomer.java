package io.tollgate.billing.subscription;

import io.tollgate.billing.stripe.IgnoredEvent;
import io.tollgate.billing.stripe.StripeEvent;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Tells events about our customers from those about other people's. */
@Component
class KnownCustomer {

    private final CustomerRepository customers;

    KnownCustomer(CustomerRepository customers) {
        this.customers = customers;
    }

    /** Completes for one of ours. A detached card names its customer no more, so it is nobody's. */
    Mono<Void> orIgnored(StripeEvent event) {
        return Mono.justOrEmpty(event.customerId())
                .flatMap(customers::findUser)
                .switchIfEmpty(Mono.error(() -> new IgnoredEvent("not a customer of ours")))
                .then();
    }
}
