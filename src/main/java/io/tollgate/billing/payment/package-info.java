/** Payments: one row per paid, failed or pending collection. */
@NullMarked
package io.tollgate.billing.payment;

import org.jspecify.annotations.NullMarked;
