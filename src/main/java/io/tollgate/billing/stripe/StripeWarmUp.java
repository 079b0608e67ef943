package io.tollgate.billing.stripe;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Reads one of each object and writes one request before the first real one comes. stripe-java builds its adapters by
 * reflection on first use, which takes up to half a second per type: too long for an event loop.
 */
@Component
class StripeWarmUp implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(StripeWarmUp.class);

    private static final JsonObject SUBSCRIPTION = json("""
            {"id": "sub_0", "customer": "cus_0", "status": "active", "created": 0, "metadata": {}, "items": {"object":
             "list", "data": [{"id": "si_0", "price": {"id": "price_0", "product": "prod_0", "currency": "usd"}}]}}""");
    private static final JsonObject INVOICE = json("""
            {"id": "in_0", "status": "paid", "currency": "usd", "created": 0, "period_start": 0, "period_end": 0,
             "parent": {"subscription_details": {"subscription": "sub_0"}}, "lines": {"object": "list", "data": [
             {"id": "il_0", "parent": {"subscription_item_details": {}}, "period": {"start": 0, "end": 0}}]}}""");
    private static final JsonObject PRICE = json("""
            {"id": "price_0", "product": "prod_0", "currency": "usd", "recurring":
             {"interval": "month", "interval_count": 1}}""");

    @Override
    public void afterSingletonsInstantiated() {
        // Beside the rest of the start, not before it.
        Thread.ofPlatform().name("stripe-warm-up").daemon().start(StripeWarmUp::run);
    }

    static void run() {
        long start = System.nanoTime();
        int bytes = StripeForm.body(new NewStripeCheckout("cus_0", "price_0", "0", "", "", Map.of(), null, null)
                        .params()
                        .toMap())
                .length;
        log.debug(
                "Read {} {} {} {} {} {}, wrote {} bytes in {}",
                StripeSubscription.from(SUBSCRIPTION),
                StripeInvoice.from(INVOICE),
                StripePrice.from(PRICE),
                StripeProduct.from(json("{\"id\": \"prod_0\"}")),
                StripeCustomer.from(json("{\"id\": \"cus_0\"}")),
                StripeCheckoutSession.from(json("{\"id\": \"cs_0\"}")),
                bytes,
                Duration.ofNanos(System.nanoTime() - start));
    }

    private static JsonObject json(String text) {
        return StripeJson.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
