package io.tollgate.billing.collection;

import java.util.UUID;

/** A subscription was to be closed, or ended, and is not. What was to be done with it is rolled back. */
final class StillOpen extends RuntimeException {

    private final UUID subscriptionId;

    StillOpen(UUID subscriptionId, Throwable cause) {
        super("Subscription " + subscriptionId + " cannot be closed", cause);
        this.subscriptionId = subscriptionId;
    }

    UUID subscriptionId() {
        return subscriptionId;
    }
}
