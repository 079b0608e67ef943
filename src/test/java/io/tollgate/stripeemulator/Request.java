package io.tollgate.stripeemulator;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request as it arrived.
 *
 * @param query the raw query, empty if none
 * @param headers names in lower case
 */
record Request(String method, String path, String query, Map<String, String> headers, String body) {
    @Nullable String header(String name) {
        return headers.get(name);
    }

    Params params() {
        return FormBody.parse(query, body);
    }

    boolean isPost() {
        return "POST".equals(method);
    }
}
