package io.tollgate.billing.collection;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** Money that was given back by hand. */
record ReturnedRequest(
        @Schema(example = "Bank transfer 2026-03-09, TX-90210", description = "Where to find it")
        @NotBlank @Size(max = 200) String reference) {}
