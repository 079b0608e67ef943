package io.tollgate.billing.subscription;

import io.tollgate.billing.plan.Plan;
import io.tollgate.user.User;

/** A subscription that has just been brought in step with Stripe, its plan at the version it is for, and whose it is. */
public record SyncedSubscription(Subscription subscription, Plan plan, User user) {}
