/** Talking to Stripe: the reactive client, the webhook inbox and the dispatch of events. stripe-java stays inside. */
@NullMarked
package io.tollgate.billing.stripe;

import org.jspecify.annotations.NullMarked;
