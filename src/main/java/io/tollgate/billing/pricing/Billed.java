package io.tollgate.billing.pricing;

import java.time.Instant;

/**
 * What has really been charged for a period's rest, after discounts and what was credited of it since, and nothing once its invoice
 * is void or given up; no credit exceeds it.
 *
 * @param amount in minor units, 0 or more
 * @param from since when it pays, until the period's end
 */
public record Billed(long amount, Instant from) {

    public Billed {
        if (amount < 0) {
            throw new IllegalArgumentException("Billed " + amount);
        }
    }
}
