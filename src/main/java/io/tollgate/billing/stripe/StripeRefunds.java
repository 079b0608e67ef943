package io.tollgate.billing.stripe;

import com.stripe.param.RefundListParams;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Money given back at Stripe. All calls fail with {@link StripeFailure} and nothing else. */
@Component
public class StripeRefunds {

    private static final String PATH = "/v1/refunds";

    private final StripeClient client;

    StripeRefunds(StripeClient client) {
        this.client = client;
    }

    /** Gives back a payment or a part of it. {@code INVALID_REQUEST} when so much is not left. */
    public Mono<StripeRefund> create(IdempotencyKey key, NewStripeRefund refund) {
        return client.call(StripeCall.post("refunds.create", PATH, key, refund.params()), StripeRefund::from);
    }

    public Mono<StripeRefund> retrieve(String id) {
        return client.call(StripeCall.get("refunds.retrieve", StripeCall.path(PATH + "/", id)), StripeRefund::from);
    }

    /** Everything that was given back of the payment, the newest first. */
    public Flux<StripeRefund> list(String paymentIntentId) {
        return client.list(
                next -> StripeCall.get("refunds.list", PATH, ofIntent(paymentIntentId, next)), StripeRefund::from);
    }

    private static RefundListParams ofIntent(String paymentIntentId, @Nullable String next) {
        return RefundListParams.builder()
                .setPaymentIntent(paymentIntentId)
                .setLimit(StripeClient.PAGE)
                .setStartingAfter(next)
                .build();
    }
}
