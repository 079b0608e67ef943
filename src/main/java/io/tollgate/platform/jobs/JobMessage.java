package io.tollgate.platform.jobs;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What stands in Kafka, as JSON in snake case.
 *
 * @param v version of this form; only fields may be added without a new one
 * @param id the same for every attempt
 * @param attempt 1 for the first
 * @param traceparent W3C Trace Context of the request that promised the work
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record JobMessage(
        int v,
        UUID id,
        String type,
        String key,
        int attempt,
        Instant createdAt,
        @Nullable String traceparent,
        JsonNode payload) {

    static final int VERSION = 1;

    JobMessage {
        if (v != VERSION) {
            throw new IllegalArgumentException("Version " + v + " is unknown");
        }
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(createdAt, "created_at");
        Objects.requireNonNull(payload, "payload");
    }
}
