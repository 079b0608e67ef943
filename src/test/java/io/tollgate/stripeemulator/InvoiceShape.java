package io.tollgate.stripeemulator;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** How invoices and their lines look: the subscription is in {@code parent}, payments appear only when expanded. */
final class InvoiceShape {
    private InvoiceShape() {}

    static ObjectNode draft(String id, ObjectNode subscription, ObjectNode customer, String reason, long now) {
        var invoice = Json.object().put("id", id);
        invoice.setAll(Json.object("""
                {"object": "invoice", "account_country": "US", "account_name": "Stripe emulator",
                 "account_tax_ids": null, "amount_due": 0, "amount_overpaid": 0, "amount_paid": 0,
                 "amount_remaining": 0, "amount_shipping": 0, "application": null, "attempt_count": 0,
                 "attempted": false, "auto_advance": true,
                 "automatic_tax": {"disabled_reason": null, "enabled": false, "liability": null, "provider": null,
                 "status": null}, "automatically_finalizes_at": null, "billing_reason": null,
                 "collection_method": "charge_automatically", "created": 0, "currency": null, "custom_fields": null,
                 "customer": null, "customer_account": null, "customer_address": null, "customer_email": null,
                 "customer_name": null, "customer_phone": null, "customer_shipping": null,
                 "customer_tax_exempt": "none", "customer_tax_ids": [], "default_payment_method": null,
                 "default_source": null, "default_tax_rates": [], "description": null, "discounts": [],
                 "due_date": null, "effective_at": null, "ending_balance": null, "footer": null,
                 "from_invoice": null, "hosted_invoice_url": null, "invoice_pdf": null, "issuer": {"type": "self"},
                 "last_finalization_error": null, "latest_revision": null,
                 "lines": {"object": "list", "data": [], "has_more": false}, "livemode": false, "metadata": {},
                 "next_payment_attempt": null, "number": null, "on_behalf_of": null,
                 "parent": {"quote_details": null, "subscription_details": {"metadata": {}},
                 "type": "subscription_details"},
                 "payment_settings": {"default_mandate": null, "payment_method_options": null,
                 "payment_method_types": null}, "period_end": 0, "period_start": 0,
                 "post_payment_credit_notes_amount": 0, "pre_payment_credit_notes_amount": 0,
                 "receipt_number": null, "rendering": null, "shipping_cost": null, "shipping_details": null,
                 "starting_balance": 0, "statement_descriptor": null, "status": "draft",
                 "status_transitions": {"finalized_at": null, "marked_uncollectible_at": null, "paid_at": null,
                 "voided_at": null}, "subtotal": 0, "subtotal_excluding_tax": 0, "test_clock": null, "total": 0,
                 "total_discount_amounts": [], "total_excluding_tax": 0, "total_pretax_credit_amounts": [],
                 "total_taxes": [], "webhooks_delivered_at": null}
                """));
        Json.child(invoice, "lines").put("url", "/v1/invoices/" + id + "/lines");
        var details = Json.child(invoice.path("parent"), "subscription_details");
        details.set("metadata", subscription.path("metadata").deepCopy());
        details.put("subscription", Json.string(subscription, "id"));
        return invoice.put("billing_reason", reason)
                .put("created", now)
                .put("period_start", now)
                .put("period_end", now)
                .put("currency", Json.string(subscription, "currency"))
                .put("customer", Json.string(customer, "id"))
                .put("customer_email", Json.text(customer, "email"))
                .put("customer_name", Json.text(customer, "name"));
    }

    /**
     * One line for an item of a subscription.
     *
     * @param invoiceItem the proration's invoice item, null for the regular charge of a period
     */
    static ObjectNode line(String id, ObjectNode item, ObjectNode price, @Nullable String invoiceItem, LineText text) {
        var line = Json.object().put("id", id);
        line.setAll(Json.object("""
                {"object": "line_item", "amount": 0, "currency": null, "description": null, "discount_amounts": [],
                 "discountable": true, "discounts": [], "invoice": null, "livemode": false, "metadata": {},
                 "parent": {"invoice_item_details": null, "subscription_item_details": {"invoice_item": null,
                 "proration": false, "proration_details": {"credited_items": null}},
                 "type": "subscription_item_details"}, "period": {}, "pretax_credit_amounts": [],
                 "pricing": {"price_details": {}, "type": "price_details"}, "quantity": 1, "quantity_decimal": "1",
                 "subtotal": 0, "taxes": []}
                """));
        Json.child(line.path("parent"), "subscription_item_details")
                .put("invoice_item", invoiceItem)
                .put("proration", invoiceItem != null)
                .put("subscription", Json.string(item, "subscription"))
                .put("subscription_item", Json.string(item, "id"));
        Json.child(line.path("pricing"), "price_details")
                .put("price", Json.string(price, "id"))
                .put("product", Json.string(price, "product"));
        Json.child(line, "pricing").put("unit_amount_decimal", Json.string(price, "unit_amount_decimal"));
        Json.child(line, "period").put("end", text.end()).put("start", text.start());
        long quantity = Json.number(item, "quantity");
        return line.put("amount", text.amount())
                .put("subtotal", text.amount())
                .put("currency", Json.string(price, "currency"))
                .put("description", text.description())
                .put("discountable", invoiceItem == null)
                .put("quantity", quantity)
                .put("quantity_decimal", String.valueOf(quantity));
    }

    /** Amount in minor units, what the line says, and its half-open period in epoch seconds. */
    record LineText(long amount, String description, long start, long end) {}
}
