package io.tollgate.billing.plan;

import java.util.Locale;

/**
 * The time before the first payment.
 *
 * @param days 0 for none
 * @param cardRequired whether the card is asked for before the trial begins
 * @param withoutCard what becomes of a subscription whose trial ends without one
 */
public record Trial(int days, boolean cardRequired, End withoutCard) {

    public static final Trial NONE = new Trial(0, true, End.CANCEL);

    /** Stripe's {@code trial_settings.end_behavior.missing_payment_method}. */
    public enum End {
        CANCEL,
        PAUSE,
        CREATE_INVOICE;

        /** As stored and shown: {@code create_invoice}. */
        public String value() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @param value of a validated request or a row */
        public static End of(String value) {
            return valueOf(value.toUpperCase(Locale.ROOT));
        }
    }

    public boolean none() {
        return days == 0;
    }
}
