package io.tollgate.billing.webhook;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.stream.Stream;

/** What an endpoint can be told of. The name on the wire is the constant's with a dot after the first word. */
public enum WebhookType {
    SUBSCRIPTION_CREATED,
    SUBSCRIPTION_UPDATED,
    SUBSCRIPTION_CANCELED,
    SUBSCRIPTION_TRIAL_WILL_END,
    INVOICE_FINALIZED,
    /** Paid in part; or some of what it was paid with is lost; or a credit note's money cannot go back the way it came. */
    INVOICE_UPDATED,
    INVOICE_PAID,
    INVOICE_VOIDED,
    INVOICE_UNCOLLECTIBLE,
    INVOICE_PAYMENT_FAILED,
    INVOICE_CREDITED,
    PAYMENT_SUCCEEDED,
    PAYMENT_FAILED,
    /** Nobody owes it any more. */
    PAYMENT_CANCELED,
    PAYMENT_REFUNDED,
    /** Of a refund that was on its way, or seemed to have arrived; what a provider refuses to give back was none. */
    PAYMENT_REFUND_FAILED,
    PAYMENT_DISPUTED,
    PAYMENT_DISPUTE_UPDATED,
    /** Won, lost, or given up. */
    PAYMENT_DISPUTE_CLOSED,
    ENTITLEMENT_UPDATED,
    /** Sent on demand only, to the endpoint that is tried, whatever its filter. */
    WEBHOOK_TEST;

    /** {@code subscription.trial_will_end}. */
    @JsonValue
    public String value() {
        return name().toLowerCase(Locale.ROOT).replaceFirst("_", ".");
    }

    /** None for a name that a later release has, whose nodes may run beside ours. */
    static Stream<WebhookType> known(String value) {
        return Stream.of(values()).filter(type -> type.value().equals(value));
    }

    /** Errors with {@link IllegalArgumentException} for a name that is none. */
    static WebhookType of(String value) {
        for (WebhookType type : values()) {
            if (type.value().equals(value)) {
                return type;
            }
        }
        throw new IllegalArgumentException("There is no event " + value);
    }
}
