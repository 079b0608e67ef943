package io.tollgate.auth.serviceaccount;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Body of {@code POST /admin/service-accounts/{id}/rotate}. */
record RotateSecret(
        @Schema(description = "How long the old secret stays good; 0 when it has leaked", example = "86400")
        @Nullable @PositiveOrZero @Max(MAX_SECONDS) Integer overlapSeconds) {

    static final int MAX_SECONDS = 30 * 24 * 60 * 60;

    private static final Duration DEFAULT = Duration.ofDays(1);

    Duration overlap() {
        return overlapSeconds == null ? DEFAULT : Duration.ofSeconds(overlapSeconds);
    }
}
