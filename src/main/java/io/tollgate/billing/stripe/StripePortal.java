package io.tollgate.billing.stripe;

import com.stripe.model.billingportal.Session;
import com.stripe.param.billingportal.SessionCreateParams;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Stripe's page on which customers look after cards, invoices and subscriptions themselves. */
@Component
public class StripePortal {

    private final StripeClient client;

    StripePortal(StripeClient client) {
        this.client = client;
    }

    /**
     * A link that is good for a few minutes. Fails with {@link StripeFailure} and nothing else.
     *
     * @param configuration what the page offers; null for the account's default
     * @return its URL
     */
    public Mono<String> open(IdempotencyKey key, String customerId, String returnUrl, @Nullable String configuration) {
        SessionCreateParams params = SessionCreateParams.builder()
                .setCustomer(customerId)
                .setReturnUrl(returnUrl)
                .setConfiguration(configuration)
                .build();
        return client.call(
                StripeCall.post("portal.create", "/v1/billing_portal/sessions", key, params),
                json -> StripeJson.read(json, Session.class).getUrl());
    }
}
