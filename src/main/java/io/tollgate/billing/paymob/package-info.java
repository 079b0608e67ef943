/** Paymob over HTTP: intentions and their pages, what was paid on them, refunds, and an inbox for its signed callbacks. */
@NullMarked
package io.tollgate.billing.paymob;

import org.jspecify.annotations.NullMarked;
