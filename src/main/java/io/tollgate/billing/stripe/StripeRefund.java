package io.tollgate.billing.stripe;

import com.google.gson.JsonObject;
import com.stripe.model.Refund;
import java.util.Locale;

/**
 * Money given back, as Stripe has it.
 *
 * @param amount minor units
 * @param currency ISO 4217, upper case
 * @param status {@code pending}, {@code succeeded}, {@code failed}, …: Stripe's word
 */
public record StripeRefund(String id, long amount, String currency, String status) {

    static StripeRefund from(JsonObject json) {
        Refund refund = StripeJson.read(json, Refund.class);
        return new StripeRefund(
                refund.getId(), refund.getAmount(), refund.getCurrency().toUpperCase(Locale.ROOT), refund.getStatus());
    }
}
