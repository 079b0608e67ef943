package io.tollgate.billing.stripe;

import com.stripe.param.SubscriptionUpdateParams;
import java.util.Map;

/**
 * Moves the one item of a subscription to another price.
 *
 * @param metadata merged into what is there
 */
public record StripePriceMove(String itemId, String priceId, StripeProration proration, Map<String, String> metadata) {

    SubscriptionUpdateParams params() {
        return SubscriptionUpdateParams.builder()
                .addItem(SubscriptionUpdateParams.Item.builder()
                        .setId(itemId)
                        .setPrice(priceId)
                        .build())
                .setProrationBehavior(SubscriptionUpdateParams.ProrationBehavior.valueOf(proration.name()))
                .putAllMetadata(StripeMetadata.checked(metadata))
                .build();
    }
}
