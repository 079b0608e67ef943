package io.tollgate.billing.stripe;

import com.stripe.param.RefundCreateParams;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Money given back at Stripe. All calls fail with {@link StripeFailure} and nothing else. */
@Component
public class StripeRefunds {

    private static final String PATH = "/v1/refunds";

    private final StripeClient client;

    StripeRefunds(StripeClient client) {
        this.client = client;
    }

    /** Gives back all that is left of a payment. {@code INVALID_REQUEST} when nothing is left. */
    public Mono<StripeRefund> create(IdempotencyKey key, String paymentIntentId, Map<String, String> metadata) {
        RefundCreateParams params = RefundCreateParams.builder()
                .setPaymentIntent(paymentIntentId)
                .putAllMetadata(StripeMetadata.checked(metadata))
                .build();
        return client.call(StripeCall.post("refunds.create", PATH, key, params), StripeRefund::from);
    }
}
