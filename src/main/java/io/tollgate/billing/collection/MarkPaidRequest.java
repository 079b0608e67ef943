package io.tollgate.billing.collection;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Money that has arrived by another way. */
record MarkPaidRequest(
        @Schema(
                example = "1900",
                description = "Minor units; without it, all that is open. At most a hundred times that")
        @Positive @Max(9_999_999_999L) @Nullable Long amountCents,

        @Schema(
                example = "Bank transfer 2026-03-02, TX-81734",
                description = "Where to find it; the same one again changes nothing")
        @NotBlank @Size(max = 200) String reference) {}
