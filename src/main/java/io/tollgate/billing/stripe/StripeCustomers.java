package io.tollgate.billing.stripe;

import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Customers at Stripe. All calls fail with {@link StripeFailure} and nothing else. */
@Component
public class StripeCustomers {

    private static final String PATH = "/v1/customers";

    private final StripeClient client;

    StripeCustomers(StripeClient client) {
        this.client = client;
    }

    public Mono<StripeCustomer> create(IdempotencyKey key, StripeCustomerDetails details) {
        return client.call(
                StripeCall.post("customers.create", PATH, key, details.createParams()), StripeCustomer::from);
    }

    /** Also one that was deleted. */
    public Mono<StripeCustomer> retrieve(String id) {
        return client.call(StripeCall.get("customers.retrieve", StripeCall.path(PATH + "/", id)), StripeCustomer::from);
    }

    public Mono<StripeCustomer> update(IdempotencyKey key, String id, StripeCustomerDetails details) {
        String path = StripeCall.path(PATH + "/", id);
        return client.call(
                StripeCall.post("customers.update", path, key, details.updateParams()), StripeCustomer::from);
    }

    /**
     * Deletes the customer for good: name, address and cards. Stripe keeps invoices, as it must, and ends what subscriptions are
     * left. Fails with {@code NOT_FOUND} when it is gone already.
     */
    public Mono<StripeCustomer> delete(String id) {
        return client.call(
                StripeCall.delete("customers.delete", StripeCall.path(PATH + "/", id)), StripeCustomer::from);
    }
}
