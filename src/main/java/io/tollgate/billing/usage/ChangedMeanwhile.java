package io.tollgate.billing.usage;

/**
 * What was looked up is no longer so: a subscription has ended since, or its user's event is being told of another one. Rolls back;
 * looked at again, it is found.
 */
final class ChangedMeanwhile extends RuntimeException {

    ChangedMeanwhile() {
        super("A subscription has changed meanwhile", null, false, false);
    }
}
