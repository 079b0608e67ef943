package io.tollgate.stripeemulator;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What {@code subscription_data} or {@code payment_intent_data} asked for: no field of the session shows it, what is made from it does. */
final class CheckoutOrder {
    private static final String KIND = "emulator.checkout_order";

    private CheckoutOrder() {}

    /** @param subscription or, in payment mode, the payment */
    static ObjectNode of(String sessionId, Params subscription) {
        var order = Json.object().put("id", KIND + ":" + sessionId).put("object", KIND);
        order.put("description", subscription.text("description"));
        order.put("trial_period_days", subscription.integer("trial_period_days"));
        order.put("trial_end", subscription.integer("trial_end"));
        var missing = subscription.child("trial_settings").child("end_behavior").text("missing_payment_method");
        order.put("missing_payment_method", missing == null ? "create_invoice" : missing);
        order.put("setup_future_usage", subscription.text("setup_future_usage"));
        order.putObject("metadata");
        Metadata.merge(order, subscription);
        return order;
    }

    static ObjectNode find(Store store, String sessionId) {
        return store.get(KIND, KIND + ":" + sessionId);
    }

    /** End of the trial in seconds, or null if there is none. */
    static @Nullable Long trialEnd(ObjectNode order, long now) {
        if (order.path("trial_period_days").isNumber()) {
            return now + Json.number(order, "trial_period_days") * 86_400;
        }
        return order.path("trial_end").isNumber() ? Json.number(order, "trial_end") : null;
    }
}
