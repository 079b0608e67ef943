package io.tollgate.stripeemulator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** Paying, voiding and writing off an open invoice, and the preview of the next one. */
final class InvoiceActions {
    private final Account account;
    private final Invoices invoices;
    private final Dunning dunning;
    private final Proration proration;
    private final PendingLines pendingLines;
    private final PendingUpdates pendingUpdates;

    InvoiceActions(
            Account account,
            Invoices invoices,
            Dunning dunning,
            Proration proration,
            PendingLines pendingLines,
            PendingUpdates pendingUpdates) {
        this.account = account;
        this.invoices = invoices;
        this.dunning = dunning;
        this.proration = proration;
        this.pendingLines = pendingLines;
        this.pendingUpdates = pendingUpdates;
    }

    void addTo(Router router) {
        var preview = Accepted.of("currency customer preview_mode subscription subscription_details")
                .within(
                        "subscription_details",
                        "cancel_at_period_end cancel_now items metadata proration_behavior" + " proration_date")
                .butNot(
                        "automatic_tax customer_account customer_details discounts invoice_items issuer on_behalf_of schedule"
                                + " schedule_details");
        router.post("/v1/invoices/create_preview", preview, this::preview)
                .post("/v1/invoices/{id}/pay", Accepted.of("off_session paid_out_of_band payment_method"), this::pay)
                .post("/v1/invoices/{id}/void", Accepted.of(""), call -> close(call.id(), this::makeVoid))
                .post(
                        "/v1/invoices/{id}/mark_uncollectible",
                        Accepted.of(""),
                        call -> close(call.id(), invoices::uncollectible));
    }

    private ObjectNode pay(Call call) {
        var invoice = open(call.id());
        if (!dunning.payNow(invoice, call.params().flag("paid_out_of_band", false))) {
            throw StripeFailure.cardDeclined();
        }
        return invoice;
    }

    /** A change that waits for this invoice is forgotten with it. */
    private void makeVoid(ObjectNode invoice) {
        var subscription = account.store().find(Subscriptions.KIND, BillingReads.subscriptionOf(invoice));
        if (subscription != null
                && subscription.path("pending_update").isObject()
                && Json.is(subscription, "latest_invoice", Json.string(invoice, "id"))) {
            pendingUpdates.expire(subscription);
        } else {
            invoices.voided(invoice);
        }
    }

    private ObjectNode close(String id, Consumer<ObjectNode> how) {
        var invoice = open(id);
        how.accept(invoice);
        return invoice;
    }

    private ObjectNode open(String id) {
        var invoice = account.store().get(Invoices.KIND, id);
        if (Json.is(invoice, "status", "paid")) {
            throw StripeFailure.refused("invoice_already_paid", null, "Invoice is already paid");
        }
        if (!Json.is(invoice, "status", "open")) {
            throw StripeFailure.refused("invoice_not_editable", null, "This invoice is not open.");
        }
        return invoice;
    }

    /** The invoice a change would bring, or the next renewal; nothing is stored. */
    private ObjectNode preview(Call call) {
        var id = call.params().required("subscription");
        var subscription = account.store().referenced(Subscriptions.KIND, id, "subscription");
        var details = call.params().child("subscription_details");
        boolean ends = details.flag("cancel_at_period_end", Json.flag(subscription, "cancel_at_period_end"));
        if (Subscriptions.over(subscription) || (ends && !details.has("items"))) {
            var message = "No upcoming invoices for customer: '" + Json.string(subscription, "customer") + "'";
            throw StripeFailure.refused("invoice_upcoming_none", null, message);
        }
        if (details.flag("cancel_now", false)) {
            var credits = proration.credits(subscription, account.clock().seconds());
            return draft(subscription, credits, account.clock().seconds());
        }
        var change = PlannedChange.of(account, proration, subscription, details);
        var lines = new ArrayList<>(pendingLines.of(subscription));
        lines.addAll(change.lines());
        if (change.billedNow()) {
            return draft(subscription, lines, account.clock().seconds());
        }
        long next = Subscriptions.periodEnd(subscription);
        Renewals.begin(change.subscription());
        lines.addAll(invoices.periodLines(change.subscription().put("status", "active")));
        return draft(subscription, lines, next);
    }

    private ObjectNode draft(ObjectNode subscription, List<ObjectNode> lines, long at) {
        var customer = account.store().get(Customers.KIND, Json.string(subscription, "customer"));
        var invoice = InvoiceShape.draft(
                account.ids().next("upcoming_in"),
                subscription,
                customer,
                "upcoming",
                account.clock().seconds());
        InvoiceTotals.total(invoice, lines);
        InvoiceTotals.due(invoice, Json.number(customer, "balance"));
        return invoice.put("next_payment_attempt", at).put("period_end", at);
    }
}
