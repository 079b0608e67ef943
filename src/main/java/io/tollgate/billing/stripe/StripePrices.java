package io.tollgate.billing.stripe;

import com.stripe.param.PriceUpdateParams;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Prices at Stripe. All calls fail with {@link StripeFailure} and nothing else. */
@Component
public class StripePrices {

    private static final String PATH = "/v1/prices";

    private final StripeClient client;

    StripePrices(StripeClient client) {
        this.client = client;
    }

    public Mono<StripePrice> create(IdempotencyKey key, NewStripePrice price) {
        return client.call(StripeCall.post("prices.create", PATH, key, price.params()), StripePrice::from);
    }

    /** Takes the price off sale. Subscriptions that have it keep it. */
    public Mono<StripePrice> archive(IdempotencyKey key, String id) {
        PriceUpdateParams params = PriceUpdateParams.builder().setActive(false).build();
        String path = StripeCall.path(PATH + "/", id);
        return client.call(StripeCall.post("prices.archive", path, key, params), StripePrice::from);
    }
}
