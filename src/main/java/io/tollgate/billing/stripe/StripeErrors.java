package io.tollgate.billing.stripe;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.tollgate.billing.stripe.StripeFailure.Kind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Tells what a Stripe answer other than 2xx means (Stripe API reference, errors; stripe-java's retry rule). */
final class StripeErrors {

    private StripeErrors() {}

    static StripeFailure of(int status, HttpHeaders headers, byte[] body) {
        JsonObject error = error(body);
        Kind kind = kind(status, text(error, "type"));
        // The error of an earlier request with this key, which gets it for a day: Stripe itself may long be well again.
        boolean spent = status >= 500 && "true".equals(headers.getFirst("Idempotent-Replayed"));
        return new StripeFailure(
                kind,
                status,
                spent ? StripeFailure.KEY_SPENT : text(error, "code"),
                text(error, "decline_code"),
                text(error, "param"),
                headers.getFirst("Request-Id"),
                !spent && isRetryable(status, headers.getFirst("Stripe-Should-Retry")));
    }

    private static Kind kind(int status, @Nullable String type) {
        if ("idempotency_error".equals(type)) {
            return Kind.IDEMPOTENCY;
        }
        return switch (status) {
            case 401, 403 -> Kind.AUTHENTICATION;
            case 402 -> Kind.CARD;
            case 404 -> Kind.NOT_FOUND;
            case 409 -> Kind.IDEMPOTENCY;
            case 429 -> Kind.RATE_LIMITED;
            default -> status >= 400 && status < 500 ? Kind.INVALID_REQUEST : Kind.UNAVAILABLE;
        };
    }

    private static boolean isRetryable(int status, @Nullable String shouldRetry) {
        return switch (shouldRetry) {
            case "true" -> true;
            case "false" -> false;
            case null, default -> status == 409 || status == 429 || status >= 500;
        };
    }

    /** What stands between us and Stripe may answer with anything at all. */
    private static JsonObject error(byte[] body) {
        try {
            return Optional.ofNullable(StripeJson.parse(body).getAsJsonObject("error"))
                    .orElseGet(JsonObject::new);
        } catch (JsonParseException | ClassCastException _) {
            return new JsonObject();
        }
    }

    private static @Nullable String text(JsonObject error, String field) {
        return error.get(field) != null && error.get(field).isJsonPrimitive()
                ? error.get(field).getAsString()
                : null;
    }
}
