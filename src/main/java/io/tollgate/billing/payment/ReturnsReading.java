package io.tollgate.billing.payment;

import io.tollgate.billing.stripe.StripeDispute;
import io.tollgate.billing.stripe.StripeRefund;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What went back of one payment, as Stripe has it at one time.
 *
 * @param order taken before Stripe was asked
 * @param paymentIntentId what it was paid with
 * @param invoice read as well when its payment was not known here yet
 * @param refunds all of them, the oldest first
 * @param disputes all of them, the oldest first
 */
record ReturnsReading(
        long order,
        String paymentIntentId,
        String invoiceId,
        @Nullable InvoiceReading invoice,
        List<StripeRefund> refunds,
        List<StripeDispute> disputes) {}
