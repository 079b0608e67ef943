package io.tollgate.stripeemulator;

import tools.jackson.databind.node.ObjectNode;

/** How payment intents, charges and their outcomes look; neither names an invoice. */
final class PaymentShape {
    private PaymentShape() {}

    static ObjectNode intent(String id, String secret, long now) {
        var intent = Json.object().put("id", id);
        intent.setAll(Json.object("""
                {"object": "payment_intent", "amount": 0, "amount_capturable": 0, "amount_details": {"tip": {}},
                 "amount_received": 0, "application": null, "application_fee_amount": null,
                 "automatic_payment_methods": null, "canceled_at": null, "cancellation_reason": null,
                 "capture_method": "automatic", "confirmation_method": "automatic", "created": 0, "currency": null,
                 "customer": null, "customer_account": null, "description": null,
                 "excluded_payment_method_types": null, "last_payment_error": null, "latest_charge": null,
                 "livemode": false, "metadata": {}, "next_action": null, "on_behalf_of": null,
                 "payment_method": null, "payment_method_configuration_details": null, "payment_method_options": {},
                 "payment_method_types": ["card"], "processing": null, "receipt_email": null, "review": null,
                 "setup_future_usage": "off_session", "shipping": null, "source": null,
                 "statement_descriptor": null, "statement_descriptor_suffix": null,
                 "status": "requires_payment_method", "transfer_data": null, "transfer_group": null}
                """));
        return intent.put("client_secret", secret).put("created", now);
    }

    static ObjectNode charge(String id, long now) {
        var charge = Json.object().put("id", id);
        charge.setAll(Json.object("""
                {"object": "charge", "amount": 0, "amount_captured": 0, "amount_refunded": 0, "application": null,
                 "application_fee": null, "application_fee_amount": null, "balance_transaction": null,
                 "billing_details": {"address": null, "email": null, "name": null, "phone": null, "tax_id": null},
                 "calculated_statement_descriptor": null, "captured": false, "created": 0, "currency": null,
                 "customer": null, "description": null, "disputed": false, "failure_balance_transaction": null,
                 "failure_code": null, "failure_message": null, "fraud_details": {}, "livemode": false,
                 "metadata": {}, "on_behalf_of": null, "outcome": null, "paid": false, "payment_intent": null,
                 "payment_method": null,
                 "payment_method_details": {"card": {"brand": "visa", "country": "US", "exp_month": 12,
                 "exp_year": 2034, "funding": "credit", "last4": "4242", "network": "visa"}, "type": "card"},
                 "receipt_email": null, "receipt_number": null, "receipt_url": null, "refunded": false,
                 "review": null, "shipping": null, "source": null, "source_transfer": null,
                 "statement_descriptor": null, "statement_descriptor_suffix": null, "status": "pending",
                 "transfer_data": null, "transfer_group": null}
                """));
        return charge.put("created", now);
    }

    static ObjectNode approved() {
        return outcome("approved_by_network", "authorized", "Payment complete.");
    }

    static ObjectNode declined() {
        return outcome("declined_by_network", "issuer_declined", "The bank did not return any further details.")
                .put("reason", "generic_decline");
    }

    private static ObjectNode outcome(String network, String type, String message) {
        return Json.object()
                .putNull("advice_code")
                .putNull("network_advice_code")
                .putNull("network_decline_code")
                .put("network_status", network)
                .putNull("reason")
                .put("risk_level", "normal")
                .put("seller_message", message)
                .put("type", type);
    }

    static ObjectNode cardError(String charge) {
        return Json.object()
                .put("charge", charge)
                .put("code", "card_declined")
                .put("decline_code", "generic_decline")
                .put("message", "Your card was declined.")
                .put("type", "card_error");
    }

    /** What a charge brings: 2.9 % and 30 minor units are Stripe's. */
    static ObjectNode balance(String id, ObjectNode charge) {
        long amount = Json.number(charge, "amount");
        long fee = Amounts.share(amount, 29, 1000) + 30;
        long now = Json.number(charge, "created");
        var balance = Json.object()
                .put("id", id)
                .put("object", "balance_transaction")
                .put("amount", amount)
                .put("available_on", now)
                .put("balance_type", "payments")
                .put("created", now)
                .put("currency", Json.string(charge, "currency"))
                .put("description", Json.text(charge, "description"))
                .putNull("exchange_rate")
                .put("fee", fee);
        balance.putArray("fee_details")
                .addObject()
                .put("amount", fee)
                .putNull("application")
                .put("currency", Json.string(charge, "currency"))
                .put("description", "Stripe processing fees")
                .put("type", "stripe_fee");
        return balance.put("net", amount - fee)
                .put("reporting_category", "charge")
                .put("source", Json.string(charge, "id"))
                .put("status", "available")
                .put("type", "charge");
    }

    static ObjectNode card(String id, String customer, long now) {
        var method = Json.object().put("id", id);
        method.setAll(Json.object("""
                {"object": "payment_method", "allow_redisplay": "limited",
                 "billing_details": {"address": null, "email": null, "name": null, "phone": null, "tax_id": null},
                 "card": {"brand": "visa", "country": "US", "display_brand": "visa", "exp_month": 12,
                 "exp_year": 2034, "funding": "credit", "last4": "4242"}, "customer_account": null,
                 "livemode": false, "metadata": {}, "type": "card"}
                """));
        return method.put("customer", customer).put("created", now);
    }
}
