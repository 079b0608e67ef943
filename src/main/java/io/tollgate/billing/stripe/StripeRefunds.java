package io.tollgate.billing.stripe;

import com.stripe.param.RefundListParams;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Money given back at Stripe. All calls fail with {@link StripeFailure} and nothing else. */
@Component
public class StripeRefunds {

    private static final String PATH = "/v1/refunds";

    /** Each of a page may have to be looked at on its own, within the time of one job. */
    private static final long COMPARED = 50;

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

    /** One page of all refunds made since then. */
    public Mono<StripePage<StripeRefund>> since(Instant time, @Nullable String after) {
        RefundListParams params = RefundListParams.builder()
                .setCreated(RefundListParams.Created.builder()
                        .setGte(time.getEpochSecond())
                        .build())
                .setLimit(COMPARED)
                .setStartingAfter(after)
                .build();
        return client.call(
                StripeCall.get("refunds.list", PATH, params), json -> StripeJson.page(json, StripeRefund::from));
    }

    private static RefundListParams ofIntent(String paymentIntentId, @Nullable String next) {
        return RefundListParams.builder()
                .setPaymentIntent(paymentIntentId)
                .setLimit(StripeClient.PAGE)
                .setStartingAfter(next)
                .build();
    }
}
