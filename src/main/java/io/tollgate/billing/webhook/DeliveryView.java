package io.tollgate.billing.webhook;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as administrators see it.
 *
 * @param attempts made since it was last replayed
 * @param lastStatus of the last answer; null when there was none
 * @param lastError why the last attempt failed
 * @param lastAnswer the beginning of the last answer's body
 * @param body what is sent
 */
record DeliveryView(
        UUID id,
        UUID messageId,
        UUID endpointId,
        @Schema(example = "invoice.paid") String type,
        @Nullable UUID userId,
        UUID objectId,

        @Schema(allowableValues = {"pending", "delivered", "failed"})
        String status,

        int attempts,
        @Nullable Instant nextAttemptAt,
        @Nullable Instant lastAttemptAt,
        @Schema(example = "503") @Nullable Integer lastStatus,
        @Schema(example = "Answered 503") @Nullable String lastError,
        @Nullable String lastAnswer,
        @Schema(example = "87") @Nullable Integer lastMillis,
        @Nullable Instant deliveredAt,
        Instant createdAt,
        @Schema(implementation = Object.class) @JsonRawValue String body) {}
