package io.tollgate.billing.stripe;

import com.google.gson.JsonObject;
import com.stripe.model.checkout.Session;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A checkout page that Stripe hosts, and what became of it.
 *
 * @param url where the customer pays; null once the session is complete or expired
 * @param clientReferenceId our user
 * @param subscriptionId null until it was paid, and for a page without one
 * @param paymentIntentId of a page for one payment, once the payer has begun
 * @param metadata the session's own, which the subscription does not get
 */
public record StripeCheckoutSession(
        String id,
        @Nullable String url,
        Status status,
        PaymentStatus paymentStatus,
        @Nullable String customerId,
        @Nullable String subscriptionId,
        @Nullable String paymentIntentId,
        @Nullable String clientReferenceId,
        Map<String, String> metadata,
        Instant createdAt,
        Instant expiresAt) {

    public enum Status {
        OPEN,
        COMPLETE,
        EXPIRED,
        /** One that did not exist when this was written. */
        UNKNOWN
    }

    public enum PaymentStatus {
        PAID,
        /** Complete, but the money comes later or never: wait for the asynchronous result. */
        UNPAID,
        NO_PAYMENT_REQUIRED,
        UNKNOWN
    }

    static StripeCheckoutSession from(JsonObject json) {
        Session session = StripeJson.read(json, Session.class);
        return new StripeCheckoutSession(
                session.getId(),
                session.getUrl(),
                StripeWord.of(Status.class, session.getStatus(), Status.UNKNOWN),
                StripeWord.of(PaymentStatus.class, session.getPaymentStatus(), PaymentStatus.UNKNOWN),
                session.getCustomer(),
                session.getSubscription(),
                session.getPaymentIntent(),
                session.getClientReferenceId(),
                StripeMetadata.of(session.getMetadata()),
                StripeTime.of(session.getCreated()),
                StripeTime.of(session.getExpiresAt()));
    }
}
