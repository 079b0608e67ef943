package io.tollgate.billing.payment;

import io.tollgate.billing.stripe.StripeCharge;
import io.tollgate.billing.stripe.StripeInvoice;
import io.tollgate.billing.subscription.SubscriptionReading;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An invoice as Stripe has it at one time, with the subscription it is for, if it is for one, and how it was collected.
 *
 * @param order taken before Stripe was asked, as with subscriptions
 */
record InvoiceReading(
        long order, StripeInvoice invoice, @Nullable SubscriptionReading subscription, Collection collection) {

    /**
     * What was done to collect an invoice.
     *
     * @param paymentIntentId null when nothing was, as for an invoice that is paid out of band or asks for nothing
     * @param actionRequired the payer has to confirm the payment with their bank
     * @param underWay a bank debit that takes days: tried, and neither paid nor refused
     * @param charges the newest first
     */
    record Collection(
            @Nullable String paymentIntentId, boolean actionRequired, boolean underWay, List<StripeCharge> charges) {

        static final Collection NONE = new Collection(null, false, false, List.of());

        @Nullable String receiptUrl() {
            return charges.stream()
                    .filter(StripeCharge::succeeded)
                    .findFirst()
                    .map(StripeCharge::receiptUrl)
                    .orElse(null);
        }
    }
}
