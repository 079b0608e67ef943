package io.tollgate.billing.subscription;

import java.util.UUID;

/**
 * Something about a subscription has become otherwise. Promised by a trigger on the table, so that no writer can forget it.
 *
 * @param kind {@code created}, {@code updated} or {@code canceled}
 * @param access whether something may be open now that was not before, or the other way round
 */
public record SubscriptionChange(UUID subscriptionId, String kind, boolean access) {}
