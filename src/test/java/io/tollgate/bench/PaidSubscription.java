package io.tollgate.bench;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.param.PriceCreateParams;
import com.stripe.param.checkout.SessionCreateParams;
import io.tollgate.stripeemulator.StripeEmulator;
import java.util.Map;

/** A subscription that exists at Stripe. */
record PaidSubscription(String id, String customer) {

    /** Nobody's here: each event about it costs the product one call to Stripe. */
    static PaidSubscription nobodys(StripeEmulator stripe) throws StripeException {
        return paid(stripe, client(stripe).v1().prices().create(price()).getId(), Map.of());
    }

    /** That user's, as the product sells it. */
    static PaidSubscription of(String userId, String price, StripeEmulator stripe) throws StripeException {
        return paid(stripe, price, Map.of("user_id", userId));
    }

    private static PaidSubscription paid(StripeEmulator stripe, String price, Map<String, String> metadata)
            throws StripeException {
        StripeClient client = client(stripe);
        String session = client.v1()
                .checkout()
                .sessions()
                .create(checkout(price, metadata))
                .getId();
        String subscription = stripe.controls().pay(session);
        return new PaidSubscription(
                subscription, client.v1().subscriptions().retrieve(subscription).getCustomer());
    }

    private static StripeClient client(StripeEmulator stripe) {
        return StripeClient.builder()
                .setApiKey("sk_test_emulator")
                .setApiBase(stripe.baseUrl())
                .build();
    }

    private static PriceCreateParams price() {
        return PriceCreateParams.builder()
                .setCurrency("usd")
                .setUnitAmount(1900L)
                .setProductData(
                        PriceCreateParams.ProductData.builder().setName("Bench").build())
                .setRecurring(PriceCreateParams.Recurring.builder()
                        .setInterval(PriceCreateParams.Recurring.Interval.MONTH)
                        .build())
                .build();
    }

    private static SessionCreateParams checkout(String price, Map<String, String> metadata) {
        return SessionCreateParams.builder()
                .setMode(SessionCreateParams.Mode.SUBSCRIPTION)
                .setSuccessUrl("https://bench.example/done")
                .setCancelUrl("https://bench.example/cancelled")
                .setCustomerEmail("payer@bench.example")
                .setSubscriptionData(SessionCreateParams.SubscriptionData.builder()
                        .putAllMetadata(metadata)
                        .build())
                .addLineItem(SessionCreateParams.LineItem.builder()
                        .setPrice(price)
                        .setQuantity(1L)
                        .build())
                .build();
    }
}
