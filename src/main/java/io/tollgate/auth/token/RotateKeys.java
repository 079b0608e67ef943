package io.tollgate.auth.token;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Body of {@code POST /admin/signing-keys/rotate}. */
record RotateKeys(
        @Schema(description = "Sign with the new key now, and not after it was announced") @Nullable Boolean immediately) {}
