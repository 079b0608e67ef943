package io.tollgate.billing.stripe;

/**
 * A trial as Stripe is told of it.
 *
 * @param days 1 to 730
 * @param cardRequired false lets the page be left without a card ({@code payment_method_collection=if_required})
 * @param withoutCard what Stripe does with a trial that ends without a card
 */
public record StripeTrial(int days, boolean cardRequired, End withoutCard) {

    /** {@code trial_settings.end_behavior.missing_payment_method}. */
    public enum End {
        CANCEL,
        PAUSE,
        CREATE_INVOICE
    }
}
