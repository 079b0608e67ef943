package io.tollgate.stripeemulator;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes invoices and takes them from draft to paid. */
final class Invoices {
    static final String KIND = "invoice";

    private final Account account;
    private final Payments payments;

    Invoices(Account account, Payments payments) {
        this.account = account;
        this.payments = payments;
    }

    /** A finalised, open invoice with these lines, named as the subscription's latest. */
    ObjectNode issue(ObjectNode subscription, String reason, List<ObjectNode> lines) {
        var invoice = draft(subscription, reason, lines);
        finish(invoice);
        return invoice;
    }

    /** Takes lines until it is finished. */
    ObjectNode draft(ObjectNode subscription, String reason, List<ObjectNode> lines) {
        var customer = account.store().get(Customers.KIND, Json.string(subscription, "customer"));
        long now = account.clock().seconds();
        var invoice = InvoiceShape.draft(account.ids().next("in"), subscription, customer, reason, now);
        InvoiceTotals.total(invoice, lines);
        InvoiceTotals.due(invoice, Json.number(customer, "balance"));
        account.create(invoice, "invoice.created");
        subscription.put("latest_invoice", Json.string(invoice, "id"));
        return invoice;
    }

    /** One more line on a draft. */
    void add(ObjectNode invoice, ObjectNode line) {
        var customer = account.store().get(Customers.KIND, Json.string(invoice, "customer"));
        long before = Json.number(invoice, "total");
        int lines = Json.list(invoice.path("lines"), "data").size();
        InvoiceTotals.total(invoice, List.of(line));
        Json.child(invoice, "lines").put("total_count", lines + 1);
        for (var field : new String[] {"subtotal", "subtotal_excluding_tax", "total", "total_excluding_tax"}) {
            invoice.put(field, before + Json.number(line, "amount"));
        }
        InvoiceTotals.due(invoice, Json.number(customer, "balance"));
    }

    void finish(ObjectNode invoice) {
        finalise(invoice, account.store().get(Customers.KIND, Json.string(invoice, "customer")));
    }

    private void finalise(ObjectNode invoice, ObjectNode customer) {
        long sequence = Json.number(customer, "next_invoice_sequence");
        customer.put("next_invoice_sequence", sequence + 1);
        customer.put("currency", Json.string(invoice, "currency"));
        long balance = Json.number(invoice, "ending_balance");
        if (balance != Json.number(customer, "balance")) {
            account.change(customer, "customer.updated", () -> customer.put("balance", balance));
        }
        long now = account.clock().seconds();
        invoice.put("status", "open")
                .put("number", Json.string(customer, "invoice_prefix") + "-" + "%04d".formatted(sequence))
                .put("effective_at", now)
                .put("hosted_invoice_url", account.baseUrl() + "/invoice/" + Json.string(invoice, "id"))
                .put("invoice_pdf", account.baseUrl() + "/invoice/" + Json.string(invoice, "id") + "/pdf");
        Json.child(invoice, "status_transitions").put("finalized_at", now);
        account.events().emit("invoice.finalized", invoice);
    }

    /** Charges the customer's card: true and paid, or false and still open. A zero invoice is paid without a charge. */
    boolean collect(ObjectNode invoice) {
        boolean asks = Json.number(invoice, "amount_remaining") > 0
                && account.askingCustomers().contains(Json.string(invoice, "customer"))
                && !refused(invoice);
        if (asks) {
            ask(invoice);
            return false;
        }
        return collectConfirmed(invoice);
    }

    /** The same with the customer there to confirm, as on a checkout page. */
    boolean collectConfirmed(ObjectNode invoice) {
        if (Json.number(invoice, "amount_remaining") == 0) {
            paid(invoice);
            return true;
        }
        return attempt(invoice, payments.open(invoice), !refused(invoice));
    }

    /** The card declines, or there is none. */
    boolean refused(ObjectNode invoice) {
        var subscription = account.store().find(Subscriptions.KIND, BillingReads.subscriptionOf(invoice));
        return account.decliningCustomers().contains(Json.string(invoice, "customer"))
                || subscription != null && Json.text(subscription, "default_payment_method") == null;
    }

    private void ask(ObjectNode invoice) {
        invoice.put("attempted", true).put("attempt_count", Json.number(invoice, "attempt_count") + 1);
        payments.ask(payments.open(invoice));
        account.events().emit("invoice.payment_action_required", invoice);
    }

    /** What the customer told the bank after it had asked. */
    boolean confirm(ObjectNode invoice, boolean confirmed) {
        return attempt(invoice, payments.open(invoice), confirmed);
    }

    boolean attempt(ObjectNode invoice, ObjectNode intent, boolean accepted) {
        invoice.put("attempted", true).put("attempt_count", Json.number(invoice, "attempt_count") + 1);
        if (accepted) {
            payments.succeed(intent);
            paid(invoice);
        } else {
            payments.fail(intent);
            account.events().emit("invoice.payment_failed", invoice);
        }
        return accepted;
    }

    private void paid(ObjectNode invoice) {
        markPaid(invoice);
        account.events().emit("invoice.paid", invoice);
        account.events().emit("invoice.payment_succeeded", invoice);
    }

    /** Paid some other way: no payment succeeded, so only {@code invoice.paid} says so. */
    void paidOutOfBand(ObjectNode invoice) {
        markPaid(invoice);
        account.events().emit("invoice.paid", invoice);
    }

    private void markPaid(ObjectNode invoice) {
        long now = account.clock().seconds();
        invoice.put("status", "paid")
                .put("auto_advance", false)
                .put("attempted", true)
                .put("amount_paid", Json.number(invoice, "amount_due"))
                .put("amount_remaining", 0L)
                .putNull("next_payment_attempt");
        Json.child(invoice, "status_transitions").put("paid_at", now);
    }

    void uncollectible(ObjectNode invoice) {
        invoice.put("status", "uncollectible").put("auto_advance", false).putNull("next_payment_attempt");
        Json.child(invoice, "status_transitions")
                .put("marked_uncollectible_at", account.clock().seconds());
        account.events().emit("invoice.marked_uncollectible", invoice);
    }

    void voided(ObjectNode invoice) {
        invoice.put("status", "void").put("auto_advance", false).putNull("next_payment_attempt");
        Json.child(invoice, "status_transitions")
                .put("voided_at", account.clock().seconds());
        account.events().emit("invoice.voided", invoice);
    }

    /** The regular lines for the current period of each item; nothing is due in a trial. */
    List<ObjectNode> periodLines(ObjectNode subscription) {
        boolean trial = Json.is(subscription, "status", "trialing");
        return Subscriptions.items(subscription).stream()
                .map(item -> periodLine(item, trial))
                .toList();
    }

    private ObjectNode periodLine(ObjectNode item, boolean trial) {
        var price = Json.child(item, "price");
        long quantity = Json.number(item, "quantity");
        var name = Json.string(account.store().get(Products.KIND, Json.string(price, "product")), "name");
        var text = trial ? "Trial period for " + name : quantity + " × " + name + " (at " + each(price) + ")";
        var line = new InvoiceShape.LineText(
                trial ? 0 : Amounts.of(price, quantity),
                text,
                Json.number(item, "current_period_start"),
                Json.number(item, "current_period_end"));
        return InvoiceShape.line(account.ids().next("il"), item, price, null, line);
    }

    private static String each(JsonNode price) {
        return Amounts.show(Amounts.of(price, 1), Json.string(price, "currency")) + " / "
                + Json.string(price.path("recurring"), "interval");
    }
}
