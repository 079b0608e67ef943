package io.tollgate.billing.subscription;

import org.jspecify.annotations.Nullable;

/** Where a subscription stands, and what is to come: a change that waits for the payer, a plan or a pause that was planned. */
record Outlook(Subscription subscription, @Nullable Operation ahead) {

    boolean isAhead(Operation.Kind kind) {
        return ahead != null && ahead.kind() == kind;
    }

    /** Set to end by its user, not because a free plan follows it. */
    boolean ending() {
        return subscription.cancelAtPeriodEnd() && !isAhead(Operation.Kind.DOWNGRADE);
    }

    boolean paused() {
        return subscription.status() == SubscriptionStatus.PAUSED || isAhead(Operation.Kind.PAUSE);
    }

    boolean overdue() {
        return subscription.status() == SubscriptionStatus.PAST_DUE
                || subscription.status() == SubscriptionStatus.UNPAID;
    }
}
