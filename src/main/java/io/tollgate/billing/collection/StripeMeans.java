package io.tollgate.billing.collection;

import io.tollgate.billing.engine.MeansOfPayment;
import io.tollgate.billing.stripe.StripePaymentMethods;
import io.tollgate.billing.subscription.Customers;
import io.tollgate.billing.subscription.Provider;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Whether the customer has saved a card at Stripe. */
@Component
class StripeMeans implements MeansOfPayment {

    private final Customers customers;
    private final StripePaymentMethods methods;

    StripeMeans(Customers customers, StripePaymentMethods methods) {
        this.customers = customers;
        this.methods = methods;
    }

    @Override
    public Provider provider() {
        return Provider.STRIPE;
    }

    @Override
    public Mono<Boolean> has(UUID userId) {
        return customers.known(userId).flatMap(methods::usual).hasElement();
    }
}
