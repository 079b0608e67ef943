package io.tollgate.billing.metric;

import io.tollgate.billing.pricing.Charge;
import java.util.UUID;

/**
 * What usage of a metric costs in a version of a plan, in arrears. Never changes; the plan's next version has copies of its own.
 *
 * @param name for the line on an invoice
 * @param charge the price, in the currency of the version
 * @param filters which events it counts; empty: all of the metric's
 * @param terms what {@code charge} was read from
 */
public record PlanCharge(
        UUID id, UUID planVersionId, String name, Metric metric, Charge charge, Facets filters, ChargeTerms terms) {}
