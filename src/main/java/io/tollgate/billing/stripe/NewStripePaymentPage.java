package io.tollgate.billing.stripe;

import com.stripe.param.checkout.SessionCreateParams;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * A page on which one amount is paid once. The card is kept for later charges without the payer.
 *
 * @param amount minor units
 * @param currency ISO 4217
 * @param title what the payer reads
 * @param metadata of the session and of its payment intent alike
 * @param expiresAt 30 minutes to 24 hours from now
 */
public record NewStripePaymentPage(
        String customerId,
        long amount,
        String currency,
        String title,
        String successUrl,
        String cancelUrl,
        Map<String, String> metadata,
        Instant expiresAt) {

    SessionCreateParams params() {
        return SessionCreateParams.builder()
                .setMode(SessionCreateParams.Mode.PAYMENT)
                .setCustomer(customerId)
                .addLineItem(SessionCreateParams.LineItem.builder()
                        .setPriceData(SessionCreateParams.LineItem.PriceData.builder()
                                .setCurrency(currency.toLowerCase(Locale.ROOT))
                                .setUnitAmount(amount)
                                .setProductData(SessionCreateParams.LineItem.PriceData.ProductData.builder()
                                        .setName(title)
                                        .build())
                                .build())
                        .setQuantity(1L)
                        .build())
                .setSuccessUrl(successUrl)
                .setCancelUrl(cancelUrl)
                .setExpiresAt(expiresAt.getEpochSecond())
                .putAllMetadata(StripeMetadata.checked(metadata))
                .setPaymentIntentData(SessionCreateParams.PaymentIntentData.builder()
                        .setSetupFutureUsage(SessionCreateParams.PaymentIntentData.SetupFutureUsage.OFF_SESSION)
                        .putAllMetadata(metadata)
                        .build())
                .build();
    }
}
