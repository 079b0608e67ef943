package io.tollgate.stripeemulator;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /v1/invoiceitems}: a line for a draft, or for a subscription's next invoice. */
final class InvoiceItems {
    private final Account account;
    private final Invoices invoices;
    private final PendingLines pendingLines;

    InvoiceItems(Account account, Invoices invoices, PendingLines pendingLines) {
        this.account = account;
        this.invoices = invoices;
        this.pendingLines = pendingLines;
    }

    void addTo(Router router) {
        var creation = Accepted.of("amount currency customer description invoice metadata period subscription")
                .within("period", "start end")
                .butNot("discountable discounts pricing price_data quantity tax_behavior tax_code tax_rates");
        router.post("/v1/invoiceitems", creation, this::create)
                .get("/v1/invoiceitems", Accepted.listOf("customer invoice"), this::list);
    }

    private ObjectNode create(Call call) {
        var params = call.params();
        var id = account.ids().next("ii");
        var invoiceId = params.text("invoice");
        if (invoiceId == null) {
            var subscription =
                    account.store().referenced(Subscriptions.KIND, params.required("subscription"), "subscription");
            pendingLines.add(subscription, List.of(line(id, subscription, params)));
            return item(id, params);
        }
        var invoice = account.store().referenced(Invoices.KIND, invoiceId, "invoice");
        if (!Json.is(invoice, "status", "draft")) {
            throw StripeFailure.refused("invoice_not_editable", null, "This invoice is no longer editable");
        }
        var subscription = account.store().get(Subscriptions.KIND, BillingReads.subscriptionOf(invoice));
        invoices.add(invoice, line(id, subscription, params));
        return account.create(item(id, params), "invoiceitem.created");
    }

    private ObjectNode list(Call call) {
        return Listing.page(
                call,
                account.store().newestFirst("invoiceitem"),
                Listing.same(call, "invoice").and(Listing.same(call, "customer")));
    }

    private ObjectNode line(String id, ObjectNode subscription, Params params) {
        var first = Subscriptions.items(subscription).getFirst();
        var period = params.child("period");
        var text = new InvoiceShape.LineText(
                params.integer("amount", 0),
                params.required("description"),
                period.integer("start", 0),
                period.integer("end", 0));
        var line = InvoiceShape.line(account.ids().next("il"), first, Json.child(first, "price"), id, text);
        Json.child(line.path("parent"), "subscription_item_details").put("proration", false);
        return line;
    }

    private static ObjectNode item(String id, Params params) {
        var item = Json.object()
                .put("id", id)
                .put("object", "invoiceitem")
                .put("amount", params.integer("amount", 0))
                .put("currency", params.text("currency"))
                .put("customer", params.text("customer"))
                .put("description", params.text("description"))
                .put("invoice", params.text("invoice"))
                .put("livemode", false);
        item.set("metadata", Json.object());
        Metadata.merge(item, params);
        return item;
    }
}
