/** Reconciliation: everything at Stripe compared with what we have, each night and when asked for. */
@NullMarked
package io.tollgate.billing.reconciliation;

import org.jspecify.annotations.NullMarked;
