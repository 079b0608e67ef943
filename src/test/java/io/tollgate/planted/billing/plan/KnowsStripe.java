package io.tollgate.planted.billing.plan;

import com.stripe.model.Price;

/** A feature that lets Stripe's model leak. */
record KnowsStripe(Price price) {}
