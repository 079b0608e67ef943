package io.tollgate.billing.pricing;

/**
 * What a coupon took off an invoice.
 *
 * @param amount in minor units; 0 when nothing was left for it
 */
public record CouponUse(String coupon, long amount) {}
