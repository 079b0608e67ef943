package io.tollgate.billing.stripe;

import java.util.Locale;

/**
 * A difference between Stripe and us that no event told of.
 *
 * @param objectId Stripe's: of an event, a subscription, an invoice, a refund, a dispute
 * @param was what we had, in a few words for people; empty for nothing
 * @param now what we have since
 */
public record Drift(Kind kind, String objectId, String was, String now) {

    /** All but {@link #SUBSCRIPTION_UNKNOWN} are repaired where they are found. */
    public enum Kind {
        /** Stripe could not deliver it, and we do not have it. */
        EVENT_MISSED,
        SUBSCRIPTION_MISSED,
        SUBSCRIPTION_CHANGED,
        /** We have it as live, Stripe has deleted it and still knows its customer: it has ended. */
        SUBSCRIPTION_GONE,
        /**
         * We have it as live, Stripe knows neither it nor its customer: rather the key of another account than the end of
         * all subscriptions. Left alone.
         */
        SUBSCRIPTION_UNKNOWN,
        PAYMENT_MISSED,
        PAYMENT_CHANGED,
        REFUND_MISSED,
        REFUND_CHANGED,
        DISPUTE_MISSED,
        DISPUTE_CHANGED;

        /** As stored, shown and counted. */
        public String value() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
