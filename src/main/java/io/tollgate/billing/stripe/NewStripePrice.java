package io.tollgate.billing.stripe;

import com.stripe.param.PriceCreateParams;
import java.util.Locale;
import java.util.Map;

/**
 * A price to be made.
 *
 * @param currency ISO 4217
 * @param unitAmount minor units
 */
public record NewStripePrice(
        String productId,
        String currency,
        long unitAmount,
        StripePrice.Recurring recurring,
        Map<String, String> metadata) {

    PriceCreateParams params() {
        return PriceCreateParams.builder()
                .setProduct(productId)
                .setCurrency(currency.toLowerCase(Locale.ROOT))
                .setUnitAmount(unitAmount)
                .setRecurring(PriceCreateParams.Recurring.builder()
                        .setInterval(PriceCreateParams.Recurring.Interval.valueOf(
                                recurring.interval().name()))
                        .setIntervalCount((long) recurring.count())
                        .build())
                .putAllMetadata(StripeMetadata.checked(metadata))
                .build();
    }
}
