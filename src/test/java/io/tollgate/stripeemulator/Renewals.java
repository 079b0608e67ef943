package io.tollgate.stripeemulator;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** The turn of a period: the next one begins, is invoiced together with what is pending, and collected. */
final class Renewals {
    private final Account account;
    private final Invoices invoices;
    private final PendingLines pendingLines;
    private final Dunning dunning;
    private final Set<String> drafting = new HashSet<>();

    Renewals(Account account, Invoices invoices, PendingLines pendingLines, Dunning dunning) {
        this.account = account;
        this.invoices = invoices;
        this.pendingLines = pendingLines;
        this.dunning = dunning;
    }

    void turn(ObjectNode subscription) {
        if (Json.is(subscription, "status", "trialing")
                && Json.text(subscription, "default_payment_method") == null
                && endsWithoutCard(subscription)) {
            return;
        }
        account.change(subscription, Subscriptions.UPDATED, () -> {
            begin(subscription);
            if (Json.is(subscription, "status", "trialing")) {
                subscription.put("status", "active");
            }
        });
        var lines = new ArrayList<>(pendingLines.take(subscription));
        lines.addAll(invoices.periodLines(subscription));
        var invoice = invoices.draft(subscription, "subscription_cycle", lines);
        if (!drafting.contains(Json.string(subscription, "customer"))) {
            finish(subscription, invoice);
        }
    }

    private void finish(ObjectNode subscription, ObjectNode invoice) {
        invoices.finish(invoice);
        var _ = dunning.collect(subscription, invoice);
    }

    /** Whether this customer's renewals stay drafts, as all do for an hour at Stripe; else those there are become final now. */
    void keepDrafts(String customer, boolean keep) {
        if (keep) {
            drafting.add(customer);
            return;
        }
        drafting.remove(customer);
        account.store().newestFirst(Invoices.KIND).stream()
                .filter(invoice -> Json.is(invoice, "customer", customer) && Json.is(invoice, "status", "draft"))
                .forEach(invoice ->
                        finish(account.store().get(Subscriptions.KIND, BillingReads.subscriptionOf(invoice)), invoice));
    }

    /** Does what was chosen for a trial that ends without a card; false if that is to send an invoice nevertheless. */
    private boolean endsWithoutCard(ObjectNode subscription) {
        var behaviour = Json.string(subscription.path("trial_settings").path("end_behavior"), "missing_payment_method");
        switch (behaviour) {
            case "cancel" -> Subscriptions.end(account, subscription, "canceled", "cancellation_requested");
            case "pause" -> {
                account.change(subscription, Subscriptions.UPDATED, () -> subscription.put("status", "paused"));
                account.events().emit("customer.subscription.paused", subscription);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Ends a trial at once: the first paid period begins now. */
    void endTrial(ObjectNode subscription) {
        long now = account.clock().seconds();
        subscription.put("trial_end", now).put("billing_cycle_anchor", now);
        Subscriptions.items(subscription).forEach(item -> item.put("current_period_end", now));
        turn(subscription);
    }

    static void begin(ObjectNode subscription) {
        long anchor = Json.number(subscription, "billing_cycle_anchor");
        Subscriptions.items(subscription).forEach(item -> {
            long start = Json.number(item, "current_period_end");
            var recurring = item.path("price").path("recurring");
            item.put("current_period_start", start);
            item.put("current_period_end", Periods.endAfter(start, anchor, recurring));
        });
    }
}
