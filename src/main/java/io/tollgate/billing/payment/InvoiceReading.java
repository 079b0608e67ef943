package io.tollgate.billing.payment;

import io.tollgate.billing.stripe.StripeInvoice;
import io.tollgate.billing.subscription.SubscriptionReading;
import org.jspecify.annotations.Nullable;

/** An invoice as Stripe has it now, with the subscription it is for, if it is for one. */
record InvoiceReading(StripeInvoice invoice, @Nullable SubscriptionReading subscription) {}
