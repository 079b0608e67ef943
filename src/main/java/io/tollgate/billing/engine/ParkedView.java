package io.tollgate.billing.engine;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;

/**
 * A subscription that is left alone until somebody has looked at it.
 *
 * @param reason in a word
 * @param dueSince the boundary at which it stands
 */
record ParkedView(
        UUID subscriptionId,
        UUID userId,

        @Schema(allowableValues = {"too_many_periods_missed", "cannot_be_rated", "cannot_be_billed"})
        String reason,

        Instant parkedAt,
        Instant dueSince) {}
