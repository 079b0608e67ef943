package io.tollgate.stripeemulator;

import java.util.ArrayList;
import tools.jackson.databind.node.ObjectNode;

/**
 * Subscriptions whose invoices are not collected: {@code pause_collection} with {@code void}, and those that are paused because
 * their trial ended without a card, until {@code POST /v1/subscriptions/{id}/resume}.
 */
final class PausedCollection {
    private final Account account;
    private final Invoices invoices;
    private final PendingLines pendingLines;

    PausedCollection(Account account, Invoices invoices, PendingLines pendingLines) {
        this.account = account;
        this.invoices = invoices;
        this.pendingLines = pendingLines;
    }

    void addTo(Router router) {
        router.post(
                "/v1/subscriptions/{id}/resume",
                Accepted.of("billing_cycle_anchor proration_behavior proration_date"),
                this::resume);
    }

    /** Reads {@code pause_collection}. */
    static void apply(ObjectNode subscription, Params params) {
        if (!params.has("pause_collection")) {
            return;
        }
        var given = params.child("pause_collection");
        if (given.values().isEmpty()) {
            subscription.putNull("pause_collection");
            return;
        }
        var behaviour = given.required("behavior");
        if (!"void".equals(behaviour)) {
            throw StripeFailure.notEmulated("pause_collection[behavior]=" + behaviour);
        }
        subscription
                .putObject("pause_collection")
                .put("behavior", behaviour)
                .put("resumes_at", given.integer("resumes_at"));
    }

    static boolean paused(ObjectNode subscription) {
        return subscription.path("pause_collection").isObject();
    }

    /** The next period begins; its invoice is made and thrown away. */
    void turn(ObjectNode subscription) {
        account.change(subscription, Subscriptions.UPDATED, () -> {
            Renewals.begin(subscription);
            if (Json.is(subscription, "status", "trialing")) {
                subscription.put("status", "active");
            }
        });
        var lines = new ArrayList<>(pendingLines.take(subscription));
        lines.addAll(invoices.periodLines(subscription));
        invoices.voided(invoices.issue(subscription, "subscription_cycle", lines));
    }

    /** A new period, invoiced now. With a refused card the subscription stays paused, as at Stripe. */
    private ObjectNode resume(Call call) {
        var subscription = account.store().get(Subscriptions.KIND, call.id());
        if (!Json.is(subscription, "status", "paused")) {
            throw StripeFailure.refused(null, null, "Only paused subscriptions can be resumed.");
        }
        long now = account.clock().seconds();
        account.change(subscription, Subscriptions.UPDATED, () -> {
            subscription.put("billing_cycle_anchor", now);
            Subscriptions.items(subscription).forEach(item -> {
                item.put("current_period_start", now);
                item.put(
                        "current_period_end",
                        Periods.endAfter(now, now, item.path("price").path("recurring")));
            });
        });
        var invoice = invoices.issue(subscription, "subscription_update", invoices.periodLines(subscription));
        if (invoices.collect(invoice)) {
            account.change(subscription, Subscriptions.UPDATED, () -> subscription.put("status", "active"));
            account.events().emit("customer.subscription.resumed", subscription);
        } else {
            invoices.voided(invoice);
        }
        return subscription;
    }
}
