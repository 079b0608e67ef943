package io.tollgate.billing.stripe;

import com.stripe.param.InvoiceCreatePreviewParams;
import com.stripe.param.SubscriptionUpdateParams;
import java.time.Instant;

/**
 * A subscription's one item at another price from now on, with the difference for the rest of the period charged now. A
 * change whose money does not come at once waits for it, for 23 hours ({@code payment_behavior=pending_if_incomplete}).
 *
 * @param from the second from which the difference is counted: the same in the preview, the change and its repetition
 */
public record StripePlanChange(String itemId, String priceId, Instant from) {

    SubscriptionUpdateParams params() {
        return SubscriptionUpdateParams.builder()
                .addItem(SubscriptionUpdateParams.Item.builder()
                        .setId(itemId)
                        .setPrice(priceId)
                        .build())
                .setProrationBehavior(SubscriptionUpdateParams.ProrationBehavior.ALWAYS_INVOICE)
                .setProrationDate(from.getEpochSecond())
                .setPaymentBehavior(SubscriptionUpdateParams.PaymentBehavior.PENDING_IF_INCOMPLETE)
                .build();
    }

    InvoiceCreatePreviewParams previewParams(String subscriptionId) {
        return InvoiceCreatePreviewParams.builder()
                .setSubscription(subscriptionId)
                .setSubscriptionDetails(InvoiceCreatePreviewParams.SubscriptionDetails.builder()
                        .addItem(InvoiceCreatePreviewParams.SubscriptionDetails.Item.builder()
                                .setId(itemId)
                                .setPrice(priceId)
                                .build())
                        .setProrationBehavior(
                                InvoiceCreatePreviewParams.SubscriptionDetails.ProrationBehavior.ALWAYS_INVOICE)
                        .setProrationDate(from.getEpochSecond())
                        .build())
                .build();
    }
}
