package io.tollgate.platform.jobs;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A promised job on its way to Kafka. The payload is JSON text. */
record OutboxRow(
        UUID id,
        String type,
        String topic,
        String key,
        String payload,
        int attempt,
        @Nullable String traceparent,
        Instant createdAt) {}
