package io.tollgate.billing.stripe;

import com.stripe.net.ApiRequestParams;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/**
 * One request to Stripe before it is put into bytes.
 *
 * @param operation its name in metrics and logs: {@code prices.create}
 * @param path without parameters; ids come through {@link #path}
 * @param params as stripe-java nests them
 * @param key on POST only: GET and DELETE are idempotent by themselves
 */
record StripeCall(
        String operation,
        HttpMethod method,
        String path,
        Map<String, Object> params,
        @Nullable IdempotencyKey key) {

    static StripeCall get(String operation, String path, ApiRequestParams params) {
        return new StripeCall(operation, HttpMethod.GET, path, params.toMap(), null);
    }

    static StripeCall get(String operation, String path) {
        return new StripeCall(operation, HttpMethod.GET, path, Map.of(), null);
    }

    static StripeCall post(String operation, String path, IdempotencyKey key, ApiRequestParams params) {
        return new StripeCall(operation, HttpMethod.POST, path, params.toMap(), key);
    }

    static StripeCall delete(String operation, String path, ApiRequestParams params) {
        return new StripeCall(operation, HttpMethod.DELETE, path, params.toMap(), null);
    }

    static StripeCall delete(String operation, String path) {
        return new StripeCall(operation, HttpMethod.DELETE, path, Map.of(), null);
    }

    /** {@code path("/v1/prices/", id)}: an id is only letters, digits, underscores and hyphens, whoever brought it. */
    static String path(String prefix, String id) {
        return path(prefix, id, "");
    }

    static String path(String prefix, String id, String suffix) {
        if (id.isEmpty() || !id.chars().allMatch(StripeCall::isIdCharacter)) {
            throw new IllegalArgumentException("Not the id of a Stripe object");
        }
        return prefix + id + suffix;
    }

    private static boolean isIdCharacter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-';
    }
}
