package io.tollgate.billing.stripe;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list at Stripe, the newest first.
 *
 * @param next the last id when there is more: where the next page begins
 */
public record StripePage<T>(List<T> data, @Nullable String next) {}
