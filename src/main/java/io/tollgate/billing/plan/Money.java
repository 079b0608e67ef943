package io.tollgate.billing.plan;

import java.math.BigDecimal;
import java.util.Currency;

/**
 * An amount as it is paid.
 *
 * @param cents in the currency's minor unit: 1900 is $19.00, but ¥1900
 * @param currency ISO 4217, upper case
 */
public record Money(long cents, String currency) {

    /** As people read it: {@code 19.00 USD}. */
    public String text() {
        int digits = Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
        return BigDecimal.valueOf(cents, digits).toPlainString() + " " + currency;
    }
}
