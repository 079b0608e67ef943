package io.tollgate.billing.subscription;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /billing/subscriptions/change} and {@code …/change/preview}.
 *
 * @param countedFrom of a preview, to be charged exactly what it said; null to count from now
 */
record ChangeRequest(
        @NotBlank @Size(max = 100) String planCode,
        @Nullable Instant countedFrom) {}
