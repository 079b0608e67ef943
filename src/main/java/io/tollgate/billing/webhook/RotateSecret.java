package io.tollgate.billing.webhook;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Body of {@code POST /admin/webhook-endpoints/{id}/rotate-secret}. */
record RotateSecret(
        @Schema(
                description = "How long the old secret signs beside the new one; a day unless configured otherwise",
                example = "86400")
        @Nullable @PositiveOrZero @Max(30 * 24 * 60 * 60) Integer overlapSeconds) {

    Duration overlap(Duration otherwise) {
        return overlapSeconds == null ? otherwise : Duration.ofSeconds(overlapSeconds);
    }
}
