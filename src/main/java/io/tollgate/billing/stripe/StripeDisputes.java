package io.tollgate.billing.stripe;

import com.stripe.param.DisputeListParams;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Disputes at Stripe. All calls fail with {@link StripeFailure} and nothing else. */
@Component
public class StripeDisputes {

    private static final String PATH = "/v1/disputes";

    private final StripeClient client;

    StripeDisputes(StripeClient client) {
        this.client = client;
    }

    public Mono<StripeDispute> retrieve(String id) {
        return client.call(StripeCall.get("disputes.retrieve", StripeCall.path(PATH + "/", id)), StripeDispute::from);
    }

    /** Every dispute of the payment, the newest first. */
    public Flux<StripeDispute> list(String paymentIntentId) {
        return client.list(
                next -> StripeCall.get("disputes.list", PATH, ofIntent(paymentIntentId, next)), StripeDispute::from);
    }

    private static DisputeListParams ofIntent(String paymentIntentId, @Nullable String next) {
        return DisputeListParams.builder()
                .setPaymentIntent(paymentIntentId)
                .setLimit(StripeClient.PAGE)
                .setStartingAfter(next)
                .build();
    }
}
