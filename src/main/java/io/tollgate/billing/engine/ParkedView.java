package io.tollgate.billing.engine;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A subscription that is left alone until somebody has looked at it.
 *
 * @param reason in a word
 * @param dueSince the boundary at which it stands, of an ended one too; null when nothing of it is left to bill
 */
record ParkedView(
        UUID subscriptionId,
        UUID userId,

        @Schema(allowableValues = {"too_many_periods_missed", "cannot_be_rated", "cannot_be_billed"})
        String reason,

        Instant parkedAt,
        @Nullable Instant dueSince) {}
