/** Invoices: the document, its money and what becomes of it; coupons, taxes, balances, notes. What is owed, the engine says. */
@NullMarked
package io.tollgate.billing.invoice;

import org.jspecify.annotations.NullMarked;
