package io.tollgate.bench;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.param.PriceCreateParams;
import com.stripe.param.checkout.SessionCreateParams;
import io.tollgate.stripeemulator.StripeEmulator;

/** A subscription that exists at Stripe and is nobody's here: each event about it costs the product one call to Stripe. */
record PaidSubscription(String id, String customer) {

    static PaidSubscription at(StripeEmulator stripe) throws StripeException {
        StripeClient client = StripeClient.builder()
                .setApiKey("sk_test_emulator")
                .setApiBase(stripe.baseUrl())
                .build();
        String price = client.v1().prices().create(price()).getId();
        String session =
                client.v1().checkout().sessions().create(checkout(price)).getId();
        String subscription = stripe.controls().pay(session);
        return new PaidSubscription(
                subscription, client.v1().subscriptions().retrieve(subscription).getCustomer());
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

    private static SessionCreateParams checkout(String price) {
        return SessionCreateParams.builder()
                .setMode(SessionCreateParams.Mode.SUBSCRIPTION)
                .setSuccessUrl("https://bench.example/done")
                .setCancelUrl("https://bench.example/cancelled")
                .setCustomerEmail("payer@bench.example")
                .addLineItem(SessionCreateParams.LineItem.builder()
                        .setPrice(price)
                        .setQuantity(1L)
                        .build())
                .build();
    }
}
