package io.tollgate.billing.stripe;

import com.stripe.param.PaymentIntentListParams;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Payments of one amount at Stripe, apart from its own invoices. All calls fail with {@link StripeFailure} and nothing else. */
@Component
public class StripePaymentIntents {

    private static final String PATH = "/v1/payment_intents";

    private final StripeClient client;

    StripePaymentIntents(StripeClient client) {
        this.client = client;
    }

    /** Takes the money. {@code CARD} when the bank refuses; {@code authentication_required} when it wants to see the payer. */
    public Mono<StripePaymentIntent> charge(IdempotencyKey key, NewStripePayment payment) {
        return client.call(
                StripeCall.post("payment_intents.create", PATH, key, payment.params()), StripePaymentIntent::from);
    }

    public Mono<StripePaymentIntent> retrieve(String id) {
        return client.call(
                StripeCall.get("payment_intents.retrieve", StripeCall.path(PATH + "/", id)), StripePaymentIntent::from);
    }

    /** The customer's payments made since, the newest first. */
    public Flux<StripePaymentIntent> list(String customerId, Instant since) {
        return client.list(
                next -> StripeCall.get("payment_intents.list", PATH, ofCustomer(customerId, since, next)),
                StripePaymentIntent::from);
    }

    private static PaymentIntentListParams ofCustomer(String customerId, Instant since, @Nullable String next) {
        return PaymentIntentListParams.builder()
                .setCustomer(customerId)
                .setCreated(PaymentIntentListParams.Created.builder()
                        .setGte(since.getEpochSecond())
                        .build())
                .setLimit(StripeClient.PAGE)
                .setStartingAfter(next)
                .build();
    }
}
