package io.tollgate.billing.stripe;

import com.stripe.model.PaymentIntent;
import com.stripe.param.ChargeListParams;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Payment intents and the charges made for them. All calls fail with {@link StripeFailure} and nothing else. */
@Component
public class StripeCharges {

    private static final String PATH = "/v1/charges";

    private final StripeClient client;

    StripeCharges(StripeClient client) {
        this.client = client;
    }

    public Mono<StripeCharge> retrieve(String id) {
        return client.call(StripeCall.get("charges.retrieve", StripeCall.path(PATH + "/", id)), StripeCharge::from);
    }

    /** Every try to collect the payment intent, the newest first. */
    public Flux<StripeCharge> list(String paymentIntentId) {
        return client.list(
                next -> StripeCall.get("charges.list", PATH, ofIntent(paymentIntentId, next)), StripeCharge::from);
    }

    /** Where a payment intent stands: {@code succeeded}, {@code requires_action}, …: Stripe's word. */
    public Mono<String> intentStatus(String paymentIntentId) {
        String path = StripeCall.path("/v1/payment_intents/", paymentIntentId);
        return client.call(
                StripeCall.get("payment_intents.retrieve", path),
                json -> StripeJson.read(json, PaymentIntent.class).getStatus());
    }

    private static ChargeListParams ofIntent(String paymentIntentId, @Nullable String next) {
        return ChargeListParams.builder()
                .setPaymentIntent(paymentIntentId)
                .setLimit(StripeClient.PAGE)
                .setStartingAfter(next)
                .build();
    }
}
