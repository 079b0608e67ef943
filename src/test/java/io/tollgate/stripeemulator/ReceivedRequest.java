package io.tollgate.stripeemulator;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request the API received, whatever became of it.
 *
 * @param params the parameters of query and body: text, or nested maps as the brackets say
 */
public record ReceivedRequest(
        String method, String path, @Nullable String idempotencyKey, Map<String, Object> params, Instant at) {}
