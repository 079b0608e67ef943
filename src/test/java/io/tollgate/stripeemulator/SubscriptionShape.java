package io.tollgate.stripeemulator;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** How subscriptions and their items look; periods exist on items only. */
final class SubscriptionShape {
    private SubscriptionShape() {}

    static ObjectNode fresh(String id, String customer, String currency, long now) {
        var subscription = Json.object().put("id", id);
        subscription.setAll(Json.object("""
                {"object": "subscription", "application": null, "application_fee_percent": null,
                 "automatic_tax": {"disabled_reason": null, "enabled": false, "liability": null},
                 "billing_cycle_anchor": 0, "billing_cycle_anchor_config": null,
                 "billing_mode": {"flexible": {"proration_discounts": "included"}, "type": "flexible"},
                 "billing_thresholds": null, "cancel_at": null, "cancel_at_period_end": false, "canceled_at": null,
                 "cancellation_details": {"comment": null, "feedback": null, "reason": null},
                 "collection_method": "charge_automatically", "created": 0, "currency": null, "customer": null,
                 "customer_account": null, "days_until_due": null, "default_payment_method": null,
                 "default_source": null, "default_tax_rates": [], "description": null, "discounts": [],
                 "ended_at": null, "invoice_settings": {"account_tax_ids": null, "issuer": {"type": "self"}},
                 "items": {"object": "list", "data": [], "has_more": false},
                 "latest_invoice": null, "livemode": false, "metadata": {}, "next_pending_invoice_item_invoice": null,
                 "on_behalf_of": null, "pause_collection": null,
                 "payment_settings": {"payment_method_options": null, "payment_method_types": null,
                 "save_default_payment_method": "off"}, "pending_invoice_item_interval": null,
                 "pending_setup_intent": null, "pending_update": null, "schedule": null, "start_date": 0,
                 "status": "incomplete", "test_clock": null, "transfer_data": null, "trial_end": null,
                 "trial_settings": {"end_behavior": {"missing_payment_method": "create_invoice"}},
                 "trial_start": null}
                """));
        Json.child(subscription, "items").put("url", "/v1/subscription_items?subscription=" + id);
        Json.child(subscription, "billing_mode").put("updated_at", now);
        return subscription
                .put("customer", customer)
                .put("currency", currency)
                .put("created", now)
                .put("start_date", now)
                .put("billing_cycle_anchor", now);
    }

    static ObjectNode item(String id, String subscription, long now) {
        return Json.object()
                .put("id", id)
                .put("object", "subscription_item")
                .putNull("billing_thresholds")
                .put("created", now)
                .put("current_period_end", now)
                .put("current_period_start", now)
                .set("discounts", Json.array())
                .set("metadata", Json.object())
                .put("quantity", 1L)
                .put("subscription", subscription)
                .set("tax_rates", Json.array());
    }

    /** Puts a price on an item, with the old {@code plan} form of it that Stripe still sends along. */
    static void price(ObjectNode item, ObjectNode price) {
        item.set("price", price.deepCopy());
        var recurring = price.path("recurring");
        var plan = Json.object()
                .put("id", Json.string(price, "id"))
                .put("object", "plan")
                .put("active", Json.flag(price, "active"))
                .put("amount", whole(price))
                .put("amount_decimal", Json.string(price, "unit_amount_decimal"))
                .put("billing_scheme", "per_unit")
                .put("created", Json.number(price, "created"))
                .put("currency", Json.string(price, "currency"))
                .put("interval", Json.string(recurring, "interval"))
                .put("interval_count", Json.number(recurring, "interval_count"))
                .put("livemode", false)
                .set("metadata", price.path("metadata").deepCopy())
                .putNull("meter")
                .put("nickname", Json.text(price, "nickname"))
                .put("product", Json.string(price, "product"))
                .putNull("tiers_mode")
                .putNull("transform_usage")
                .putNull("trial_period_days")
                .put("usage_type", Json.string(recurring, "usage_type"));
        item.set("plan", plan);
    }

    private static @Nullable Long whole(ObjectNode price) {
        return price.path("unit_amount").isNumber() ? Long.valueOf(Json.number(price, "unit_amount")) : null;
    }
}
