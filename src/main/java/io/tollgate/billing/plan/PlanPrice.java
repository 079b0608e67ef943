package io.tollgate.billing.plan;

/**
 * What a plan costs.
 *
 * @param cents per period, in the currency's minor unit (yen have none: 1900 is ¥1900)
 * @param currency ISO 4217, upper case
 */
public record PlanPrice(long cents, String currency, BillingPeriod period) {

    public boolean free() {
        return cents == 0;
    }

    public Money amount() {
        return new Money(cents, currency);
    }
}
