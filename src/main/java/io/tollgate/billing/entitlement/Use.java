package io.tollgate.billing.entitlement;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A use to be counted.
 *
 * @param versionId the plan version whose limit counts
 * @param caller who says so, and whose names are meant
 * @param transactionId what the caller calls it, so that it is counted once; null when it has no name
 */
record Use(
        UUID userId,
        UUID featureId,
        UUID versionId,
        long amount,
        String caller,
        @Nullable String transactionId,
        Window window) {}
