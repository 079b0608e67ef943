package io.tollgate.billing.metric;

/**
 * A price as administrators write it.
 *
 * @param model such as {@code graduated}
 * @param json the model's numbers: an object
 */
public record ChargeTerms(String model, String json) {}
