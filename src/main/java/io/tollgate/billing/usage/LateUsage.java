package io.tollgate.billing.usage;

import java.time.Instant;
import java.util.UUID;

/**
 * Events of a metric that were told late. The periods that have a moment of {@code from} to {@code to} are to be rated anew;
 * not all of them need to have changed.
 *
 * @param from no event that was told late is earlier
 * @param to none is later; the moment itself included
 * @param sequence of the last that was told
 */
public record LateUsage(UUID metricId, Instant from, Instant to, long sequence) {}
