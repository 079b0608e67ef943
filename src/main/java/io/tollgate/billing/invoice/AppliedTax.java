package io.tollgate.billing.invoice;

import java.math.BigDecimal;

/**
 * A tax as an invoice has it.
 *
 * @param amount in minor units; all of an invoice's add up to its tax
 */
public record AppliedTax(String code, String name, BigDecimal percent, long amount) {}
