package io.tollgate.auth.social;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** @param redirectTo where to come back to; without it the callback answers 204 itself */
record LinkRequest(
        @Schema(example = "https://app.example.com/settings") @Nullable
        String redirectTo) {}
