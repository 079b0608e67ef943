package io.tollgate.billing.stripe;

import java.util.Locale;

/** What becomes of the rest of a period when its price changes ({@code proration_behavior}). */
public enum StripeProration {
    /** The new price counts from the next period on. */
    NONE,
    /** The difference is on the next invoice. */
    CREATE_PRORATIONS,
    /** The difference is invoiced at once. */
    ALWAYS_INVOICE;

    /** Stripe's word. */
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param value of a validated request or a row */
    public static StripeProration of(String value) {
        return valueOf(value.toUpperCase(Locale.ROOT));
    }
}
