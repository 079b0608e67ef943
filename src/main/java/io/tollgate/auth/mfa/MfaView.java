package io.tollgate.auth.mfa;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user's second factors.
 *
 * @param enabled true when logging in asks for one
 * @param methods what it may be
 * @param totpSince when the authenticator app was enrolled; null without one
 */
record MfaView(
        boolean enabled,
        @Schema(example = "[\"totp\", \"recovery_code\"]") List<String> methods,
        @Nullable Instant totpSince,
        @Schema(example = "10") long recoveryCodesLeft) {

    MfaView {
        methods = List.copyOf(methods);
    }
}
