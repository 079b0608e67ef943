package io.tollgate.billing.invoice;

import java.util.UUID;

/**
 * What a coupon took off an invoice.
 *
 * @param appliedId of the coupon in this customer's hands
 * @param amount in minor units, above 0
 */
public record AppliedDiscount(UUID appliedId, String code, String name, long amount) {}
