package io.tollgate.billing.plan;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A plan at one price. Versions never change; subscriptions belong to a version and keep its price.
 *
 * @param number 1 for the first of its plan
 * @param stripePriceId null until Stripe has it, and always for free versions
 */
public record PlanVersion(
        UUID id, int number, PlanPrice price, @Nullable String stripePriceId) {}
