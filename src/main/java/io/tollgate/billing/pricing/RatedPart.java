package io.tollgate.billing.pricing;

/**
 * A part of a rated charge.
 *
 * @param amount its share of the charge's rounded amount, in minor units: the shares add up to it
 */
public record RatedPart(PricePart part, long amount) {}
