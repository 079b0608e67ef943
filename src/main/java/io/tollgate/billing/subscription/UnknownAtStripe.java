package io.tollgate.billing.subscription;

import io.tollgate.billing.stripe.StripeCustomers;
import io.tollgate.billing.stripe.StripeFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * What it means that Stripe does not know a subscription. It never deletes one, save with its account's test data. So when it does not
 * know the customer either, the key is of another account, and ending everything would be the worst thing to do.
 */
@Component
class UnknownAtStripe {

    private static final Logger LOG = LoggerFactory.getLogger(UnknownAtStripe.class);

    private final StripeCustomers customers;

    UnknownAtStripe(StripeCustomers customers) {
        this.customers = customers;
    }

    static boolean is(Throwable fault) {
        return fault instanceof StripeFailure failure && failure.kind() == StripeFailure.Kind.NOT_FOUND;
    }

    /** Whether it is gone, and not only out of this key's sight. */
    Mono<Boolean> isGone(Subscription ours) {
        return Mono.justOrEmpty(ours.providerCustomerId())
                .flatMap(customer -> customers.retrieve(customer).thenReturn(true))
                .onErrorResume(UnknownAtStripe::is, _ -> Mono.just(false))
                .defaultIfEmpty(false)
                .doOnNext(gone -> {
                    if (!gone) {
                        warn(ours);
                    }
                });
    }

    private static void warn(Subscription ours) {
        LOG.warn(
                "Stripe knows neither subscription {} nor its customer: is the key that of another account?",
                ours.providerSubscriptionId());
    }
}
