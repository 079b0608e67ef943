package io.tollgate.billing.reconciliation;

import java.time.Instant;

/**
 * Something that was other at Stripe than here.
 *
 * @param kind what differed, like {@code subscription_changed}
 * @param objectId Stripe's
 * @param was what we had; empty for nothing
 * @param now what we have since
 */
public record Difference(String kind, String objectId, String was, String now, Instant foundAt) {}
