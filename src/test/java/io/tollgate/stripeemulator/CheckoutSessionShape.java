package io.tollgate.stripeemulator;

import tools.jackson.databind.node.ObjectNode;

/** The fields of a checkout session that nobody has filled yet. */
final class CheckoutSessionShape {
    private CheckoutSessionShape() {}

    static ObjectNode fresh(String id, String url) {
        var session = Json.object().put("id", id);
        session.setAll(Json.object("""
                {"object": "checkout.session",
                 "adaptive_pricing": {"enabled": false}, "after_expiration": null, "allow_promotion_codes": null,
                 "amount_subtotal": 0, "amount_total": 0,
                 "automatic_tax": {"enabled": false, "liability": null, "provider": null, "status": null},
                 "billing_address_collection": null, "cancel_url": null, "client_reference_id": null,
                 "client_secret": null, "collected_information": null, "consent": null, "consent_collection": null,
                 "created": 0, "currency": null, "currency_conversion": null, "custom_fields": [],
                 "custom_text": {"after_submit": null, "shipping_address": null, "submit": null,
                 "terms_of_service_acceptance": null}, "customer": null, "customer_account": null,
                 "customer_creation": "always", "customer_details": null, "customer_email": null, "discounts": [],
                 "expires_at": 0, "integration_identifier": null, "invoice": null, "invoice_creation": null,
                 "livemode": false, "locale": null, "metadata": {}, "mode": "subscription", "origin_context": null,
                 "payment_intent": null, "payment_link": null, "payment_method_collection": "always",
                 "payment_method_configuration_details": null, "payment_method_options": {},
                 "payment_method_types": ["card"], "payment_status": "unpaid", "permissions": null,
                 "phone_number_collection": {"enabled": false}, "recovered_from": null,
                 "saved_payment_method_options": null, "setup_intent": null, "shipping_address_collection": null,
                 "shipping_cost": null, "shipping_options": [], "status": "open", "submit_type": null,
                 "subscription": null, "success_url": null,
                 "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
                 "ui_mode": "hosted_page", "wallet_options": null}
                """));
        return session.put("url", url);
    }

    /** What the payer typed: filled when the session completes. */
    static ObjectNode payer(String email) {
        var details = Json.object("""
                {"address": {"city": null, "country": "US", "line1": null, "line2": null, "postal_code": "94110",
                 "state": null}, "business_name": null, "individual_name": null, "name": "Test Payer", "phone": null,
                 "tax_exempt": "none", "tax_ids": []}
                """);
        return details.put("email", email);
    }
}
