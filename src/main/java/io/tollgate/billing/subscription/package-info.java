/** Subscriptions: checkout, state kept in step with Stripe, expiry. */
@NullMarked
package io.tollgate.billing.subscription;

import org.jspecify.annotations.NullMarked;
