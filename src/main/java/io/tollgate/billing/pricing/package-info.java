/** Pricing: what usage, periods, changes and invoices cost. Pure arithmetic: no input, no output, no clock. */
@NullMarked
package io.tollgate.billing.pricing;

import org.jspecify.annotations.NullMarked;
