package io.tollgate.billing.stripe;

import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Products at Stripe. All calls fail with {@link StripeFailure} and nothing else. */
@Component
public class StripeProducts {

    private static final String PATH = "/v1/products";

    private final StripeClient client;

    StripeProducts(StripeClient client) {
        this.client = client;
    }

    public Mono<StripeProduct> create(IdempotencyKey key, NewStripeProduct product) {
        return client.call(StripeCall.post("products.create", PATH, key, product.params()), StripeProduct::from);
    }

    public Mono<StripeProduct> update(IdempotencyKey key, String id, StripeProductChange change) {
        String path = StripeCall.path(PATH + "/", id);
        return client.call(StripeCall.post("products.update", path, key, change.params()), StripeProduct::from);
    }
}
