package io.tollgate.auth.mfa;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * The answer to a right first factor where a second is wanted: no tokens yet.
 *
 * @param mfaRequired always true; an answer with tokens does not have it
 * @param mfaToken for {@code POST /login/mfa}
 * @param methods the factors the user has
 * @param expiresIn seconds
 */
public record MfaRequired(
        @Schema(example = "true") boolean mfaRequired,

        @Schema(example = "n6qjZ0y3D2w4l0v1yF2r0k7c9s8x5b4t3m2q1p0oZxY")
        String mfaToken,

        @Schema(example = "[\"totp\", \"recovery_code\"]") List<String> methods,
        @Schema(example = "300") long expiresIn) {

    public MfaRequired {
        methods = List.copyOf(methods);
    }

    @Override
    public String toString() {
        return "MfaRequired[]";
    }
}
