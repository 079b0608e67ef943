package io.tollgate.billing.stripe;

import com.google.gson.JsonObject;
import com.stripe.model.Price;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much a product costs how often, as Stripe has it. Amount and interval never change: a new amount is a new price.
 *
 * @param currency ISO 4217, upper case
 * @param unitAmount minor units; null for prices in fractions of them or in tiers, which we do not make
 * @param recurring null for a price that is paid once
 */
public record StripePrice(
        String id,
        String productId,
        boolean active,
        String currency,
        @Nullable Long unitAmount,
        @Nullable Recurring recurring,
        Map<String, String> metadata) {

    /** How often it is paid: every {@code count} intervals. */
    public record Recurring(Interval interval, int count) {}

    public enum Interval {
        DAY,
        WEEK,
        MONTH,
        YEAR
    }

    static StripePrice from(JsonObject json) {
        Price price = StripeJson.read(json, Price.class);
        return new StripePrice(
                price.getId(),
                price.getProduct(),
                Boolean.TRUE.equals(price.getActive()),
                price.getCurrency().toUpperCase(Locale.ROOT),
                price.getUnitAmount(),
                recurring(price.getRecurring()),
                StripeMetadata.of(price.getMetadata()));
    }

    private static @Nullable Recurring recurring(Price.@Nullable Recurring recurring) {
        return recurring == null
                ? null
                : new Recurring(
                        Interval.valueOf(recurring.getInterval().toUpperCase(Locale.ROOT)),
                        recurring.getIntervalCount().intValue());
    }
}
