package io.tollgate.billing.subscription;

import io.tollgate.billing.stripe.IdempotencyKey;
import io.tollgate.billing.stripe.StripePortal;
import io.tollgate.platform.time.Ids;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Opens Stripe's page for customers to users who are customers. */
@Component
class Portal {

    private final CustomerRepository customers;
    private final StripePortal stripe;
    private final PortalProperties properties;
    private final Ids ids;

    Portal(CustomerRepository customers, StripePortal stripe, PortalProperties properties, Ids ids) {
        this.customers = customers;
        this.stripe = stripe;
        this.properties = properties;
        this.ids = ids;
    }

    /** Under a key of its own each time: a link is soon too old to be given again. */
    Mono<String> link(UUID userId) {
        return customers
                .findCustomer(userId)
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.NO_BILLING_ACCOUNT)))
                .flatMap(customer -> stripe.open(
                        IdempotencyKey.of("portal:" + ids.next(), userId, 1),
                        customer,
                        properties.returnUrl(),
                        properties.chosenConfiguration()));
    }
}
