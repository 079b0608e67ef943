package io.tollgate.stripeemulator;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Amounts in minor units, rounded half away from zero as Stripe rounds a line. */
final class Amounts {
    private Amounts() {}

    /** What {@code quantity} units cost at a price. */
    static long of(JsonNode price, long quantity) {
        return new BigDecimal(Json.string(price, "unit_amount_decimal"))
                .multiply(BigDecimal.valueOf(quantity))
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    /** The share of {@code amount} for {@code part} of {@code whole} seconds. */
    static long share(long amount, long part, long whole) {
        return BigDecimal.valueOf(amount)
                .multiply(BigDecimal.valueOf(part))
                .divide(BigDecimal.valueOf(whole), 0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    /** Cards are charged, and given back to, ten fils at a time (docs.stripe.com/currencies, three-decimal currencies). */
    static void requireWholeSteps(long amount, String currency, String param) {
        var scale = Currency.getInstance(currency.toUpperCase(Locale.ROOT)).getDefaultFractionDigits();
        if (scale == 3 && amount % 10 != 0) {
            var message = "Invalid amount: the last digit must be 0 in a three-decimal currency.";
            throw StripeFailure.refused(null, param, message);
        }
    }

    /** Such as {@code 19.00 USD}, for people. */
    static String show(long amount, String currency) {
        var scale = Currency.getInstance(currency.toUpperCase(Locale.ROOT)).getDefaultFractionDigits();
        return BigDecimal.valueOf(amount, scale).toPlainString() + " " + currency.toUpperCase(Locale.ROOT);
    }
}
