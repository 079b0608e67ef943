package io.tollgate.stripeemulator;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Changes made with {@code pending_if_incomplete}: they wait up to 23 hours for their invoice to be paid. */
final class PendingUpdates {
    private static final long LIFE = Duration.ofHours(23).toSeconds();

    private final Account account;
    private final Invoices invoices;
    private final Map<String, ObjectNode> planned = new HashMap<>();

    PendingUpdates(Account account, Invoices invoices) {
        this.account = account;
        this.invoices = invoices;
    }

    void keep(ObjectNode subscription, ObjectNode change) {
        planned.put(Json.string(subscription, "id"), change);
        var pending = Json.object()
                .putNull("billing_cycle_anchor")
                .putNull("discount")
                .putNull("discounts")
                .put("expires_at", account.clock().seconds() + LIFE)
                .putNull("metadata");
        pending.set("subscription_items", change.path("items").path("data").deepCopy());
        subscription.set("pending_update", pending.putNull("trial_end").putNull("trial_from_plan"));
    }

    void apply(ObjectNode subscription) {
        var change = planned.remove(Json.string(subscription, "id"));
        if (change == null) {
            return;
        }
        account.change(subscription, Subscriptions.UPDATED, () -> {
            subscription.set("items", change.path("items"));
            subscription.put("billing_cycle_anchor", Json.number(change, "billing_cycle_anchor"));
            subscription.putNull("pending_update");
        });
        account.events().emit("customer.subscription.pending_update_applied", subscription);
    }

    void expire(ObjectNode subscription) {
        planned.remove(Json.string(subscription, "id"));
        invoices.voided(account.store().get(Invoices.KIND, Json.string(subscription, "latest_invoice")));
        account.change(subscription, Subscriptions.UPDATED, () -> subscription.putNull("pending_update"));
        account.events().emit("customer.subscription.pending_update_expired", subscription);
    }
}
