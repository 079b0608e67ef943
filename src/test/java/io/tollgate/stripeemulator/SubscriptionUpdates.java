package io.tollgate.stripeemulator;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST} and {@code DELETE /v1/subscriptions/{id}}: change in place with proration, cancel later or now. */
final class SubscriptionUpdates {
    private final Account account;
    private final Proration proration;
    private final PendingLines pendingLines;
    private final PendingUpdates pendingUpdates;
    private final Invoices invoices;
    private final Renewals renewals;

    SubscriptionUpdates(
            Account account,
            Proration proration,
            PendingLines pendingLines,
            PendingUpdates pendingUpdates,
            Invoices invoices,
            Renewals renewals) {
        this.account = account;
        this.proration = proration;
        this.pendingLines = pendingLines;
        this.pendingUpdates = pendingUpdates;
        this.invoices = invoices;
        this.renewals = renewals;
    }

    void addTo(Router router) {
        var update = Accepted.of("billing_cycle_anchor pause_collection"
                        + " cancel_at cancel_at_period_end cancellation_details default_payment_method description"
                        + " items metadata off_session payment_behavior payment_settings proration_behavior"
                        + " proration_date trial_end trial_settings")
                .within("items", "deleted id metadata price quantity")
                .within("cancellation_details", "comment feedback")
                .within("pause_collection", "behavior resumes_at")
                .butNot("add_invoice_items application_fee_percent automatic_tax billing_schedules"
                        + " billing_thresholds collection_method days_until_due default_source default_tax_rates discounts"
                        + " invoice_settings on_behalf_of pending_invoice_item_interval transfer_data"
                        + " trial_from_plan");
        var cancel = Accepted.of("cancellation_details invoice_now prorate")
                .within("cancellation_details", "comment feedback");
        router.post("/v1/subscriptions/{id}", update, this::update)
                .delete("/v1/subscriptions/{id}", cancel, this::cancel);
    }

    private ObjectNode update(Call call) {
        var subscription = account.store().get(Subscriptions.KIND, call.id());
        var params = call.params();
        if (Subscriptions.over(subscription)) {
            refuseAllBut(params, "metadata", "cancellation_details", "expand");
        }
        var change = PlannedChange.of(account, proration, subscription, params);
        SubscriptionFields.apply(account, change.subscription(), params);
        if (change.billedNow() && !change.lines().isEmpty()) {
            billNow(subscription, change, params);
        } else {
            pendingLines.add(subscription, change.lines());
            commit(subscription, change.subscription());
        }
        if ("now".equals(params.text("trial_end")) && Json.is(subscription, "status", "trialing")) {
            renewals.endTrial(subscription);
        }
        return subscription;
    }

    private void commit(ObjectNode subscription, ObjectNode changed) {
        account.change(subscription, Subscriptions.UPDATED, () -> subscription.setAll(changed));
    }

    /** Invoices the change; a refused card fails the call, parks the change or makes the subscription past due, as asked. */
    private void billNow(ObjectNode subscription, PlannedChange change, Params params) {
        var customer = Json.string(subscription, "customer");
        boolean refused = account.decliningCustomers().contains(customer)
                || account.askingCustomers().contains(customer);
        var behaviour = params.oneOf(
                "payment_behavior",
                "allow_incomplete",
                "allow_incomplete",
                "default_incomplete",
                "error_if_incomplete",
                "pending_if_incomplete");
        if (refused && "error_if_incomplete".equals(behaviour)) {
            throw StripeFailure.cardDeclined();
        }
        boolean parked = refused && "pending_if_incomplete".equals(behaviour);
        account.change(subscription, Subscriptions.UPDATED, () -> {
            if (!parked) {
                subscription.setAll(change.subscription());
            }
            var lines = new ArrayList<>(pendingLines.take(subscription));
            lines.addAll(change.lines());
            boolean paid = invoices.collect(invoices.issue(subscription, "subscription_update", lines));
            if (parked) {
                pendingUpdates.keep(subscription, change.subscription());
            } else if (!paid) {
                subscription.put("status", "past_due");
            }
        });
    }

    private ObjectNode cancel(Call call) {
        var subscription = account.store().get(Subscriptions.KIND, call.id());
        if (Subscriptions.over(subscription)) {
            throw StripeFailure.missingObject(Subscriptions.KIND, call.id());
        }
        var params = call.params();
        SubscriptionFields.cancellation(subscription, params.child("cancellation_details"));
        if (params.flag("prorate", false)) {
            pendingLines.add(
                    subscription,
                    proration.credits(subscription, account.clock().seconds()));
        }
        if (params.flag("invoice_now", false)) {
            var lines = pendingLines.take(subscription);
            if (!lines.isEmpty()) {
                var _ = invoices.collect(invoices.issue(subscription, "subscription_update", lines));
            }
        }
        Subscriptions.end(account, subscription, "canceled", "cancellation_requested");
        return subscription;
    }

    private static void refuseAllBut(Params params, String... allowed) {
        params.values().keySet().stream()
                .filter(name -> !List.of(allowed).contains(name))
                .findFirst()
                .ifPresent(name -> {
                    var message = "A canceled subscription can only update its cancellation_details and metadata.";
                    throw StripeFailure.refused(null, name, message);
                });
    }
}
