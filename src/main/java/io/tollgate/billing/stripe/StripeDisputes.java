package io.tollgate.billing.stripe;

import com.stripe.param.DisputeListParams;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Disputes at Stripe. All calls fail with {@link StripeFailure} and nothing else. */
@Component
public class StripeDisputes {

    private static final String PATH = "/v1/disputes";

    /** Each of a page may have to be looked at on its own, within the time of one job. */
    private static final long COMPARED = 50;

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

    /** One page of all disputes opened since then. */
    public Mono<StripePage<StripeDispute>> since(Instant time, @Nullable String after) {
        DisputeListParams params = DisputeListParams.builder()
                .setCreated(DisputeListParams.Created.builder()
                        .setGte(time.getEpochSecond())
                        .build())
                .setLimit(COMPARED)
                .setStartingAfter(after)
                .build();
        return client.call(
                StripeCall.get("disputes.list", PATH, params), json -> StripeJson.page(json, StripeDispute::from));
    }

    private static DisputeListParams ofIntent(String paymentIntentId, @Nullable String next) {
        return DisputeListParams.builder()
                .setPaymentIntent(paymentIntentId)
                .setLimit(StripeClient.PAGE)
                .setStartingAfter(next)
                .build();
    }
}
