package io.tollgate.stripeemulator;

import tools.jackson.databind.node.ObjectNode;

/** The fields of a subscription that an update sets without money moving. */
final class SubscriptionFields {
    private SubscriptionFields() {}

    static void apply(Account account, ObjectNode subscription, Params params) {
        for (var field : new String[] {"default_payment_method", "description"}) {
            if (params.has(field)) {
                subscription.put(field, params.text(field));
            }
        }
        PausedCollection.apply(subscription, params);
        if (subscription.path("schedule").isString()
                && (params.has("cancel_at_period_end") || params.has("cancel_at"))) {
            var message = "The subscription is managed by the subscription schedule `"
                    + Json.string(subscription, "schedule")
                    + "`, and updating any cancelation behavior directly is not allowed. Please update the schedule instead.";
            throw StripeFailure.refused(null, null, message);
        }
        var atPeriodEnd = params.flag("cancel_at_period_end");
        if (atPeriodEnd != null) {
            cancelAtPeriodEnd(subscription, atPeriodEnd, account.clock().seconds());
        }
        if (params.has("cancel_at")) {
            subscription.put("cancel_at", params.integer("cancel_at"));
            subscription.put(
                    "canceled_at",
                    params.text("cancel_at") == null
                            ? null
                            : (Long) account.clock().seconds());
        }
        cancellation(subscription, params.child("cancellation_details"));
        trialEnd(account, subscription, params);
        Metadata.merge(subscription, params);
    }

    /** Sets or takes back the end at the period's end. */
    static void cancelAtPeriodEnd(ObjectNode subscription, boolean cancel, long now) {
        if (cancel == Json.flag(subscription, "cancel_at_period_end")) {
            return;
        }
        subscription.put("cancel_at_period_end", cancel);
        var details = Json.child(subscription, "cancellation_details");
        if (cancel) {
            subscription.put("cancel_at", Subscriptions.periodEnd(subscription)).put("canceled_at", now);
            details.put("reason", "cancellation_requested");
        } else {
            subscription.putNull("cancel_at").putNull("canceled_at");
            details.putNull("reason");
        }
    }

    /** What the portal does where billing is flexible: the flag stays as it is, and the end is a date. */
    static void endAtDate(ObjectNode subscription, boolean cancel, long now) {
        if (cancel) {
            subscription.put("cancel_at", Subscriptions.periodEnd(subscription)).put("canceled_at", now);
        } else {
            subscription.put("cancel_at_period_end", false).putNull("cancel_at").putNull("canceled_at");
        }
    }

    static void cancellation(ObjectNode subscription, Params given) {
        var details = Json.child(subscription, "cancellation_details");
        for (var field : new String[] {"comment", "feedback"}) {
            if (given.has(field)) {
                details.put(field, given.text(field));
            }
        }
    }

    /** A later end of the trial; {@code now} is the caller's business, because it bills. */
    private static void trialEnd(Account account, ObjectNode subscription, Params params) {
        if (!params.has("trial_end") || "now".equals(params.text("trial_end"))) {
            return;
        }
        long end = params.integer("trial_end", 0);
        if (end <= account.clock().seconds()) {
            throw StripeFailure.validation(null, "trial_end", "The trial end must be in the future.");
        }
        subscription.put("status", "trialing").put("trial_end", end).put("billing_cycle_anchor", end);
        if (subscription.path("trial_start").isNull()) {
            subscription.put("trial_start", account.clock().seconds());
        }
        Subscriptions.items(subscription).forEach(item -> item.put("current_period_end", end));
    }
}
