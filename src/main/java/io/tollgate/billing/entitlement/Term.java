package io.tollgate.billing.entitlement;

import org.jspecify.annotations.Nullable;

/**
 * What a version of a plan says about one feature. A boolean feature it says anything about is open.
 *
 * @param value of a static feature, as JSON
 * @param quota of a metered one
 */
record Term(
        Feature feature, @Nullable String value, @Nullable Quota quota) {}
