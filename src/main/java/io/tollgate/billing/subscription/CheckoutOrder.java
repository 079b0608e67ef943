package io.tollgate.billing.subscription;

import io.tollgate.billing.plan.Plan;
import io.tollgate.user.User;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a checkout page sells to whom.
 *
 * @param replaces the subscription whose place is taken; null for none
 * @param withTrial whether the plan's trial is given: once in a user's life
 */
record CheckoutOrder(User user, Plan plan, @Nullable Subscription replaces, boolean withTrial) {

    @Nullable UUID replacedId() {
        return replaces == null ? null : replaces.id();
    }

    /** The notes on the session and on the subscription that comes of it. */
    Map<String, String> notes(Checkout intent) {
        Map<String, String> notes = new HashMap<>();
        notes.put("plan_id", plan.id().toString());
        notes.put("plan_code", plan.code());
        notes.put("plan_name", plan.name());
        notes.put("user_id", user.id().toString());
        notes.put("plan_version_id", plan.version().id().toString());
        notes.put("checkout_id", intent.id().toString());
        if (replaces != null && replaces.providerSubscriptionId() != null) {
            notes.put(SubscriptionSync.UPGRADED_FROM, replaces.providerSubscriptionId());
        }
        return notes;
    }
}
