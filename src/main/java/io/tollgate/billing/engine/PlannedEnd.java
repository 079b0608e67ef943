package io.tollgate.billing.engine;

import io.tollgate.billing.pricing.CancelPolicy;
import java.time.Instant;

/**
 * A subscription's end at a date, in whatever period that lies.
 *
 * @param policy what becomes of what was billed and not used by then
 */
record PlannedEnd(Instant at, CancelPolicy policy) {}
