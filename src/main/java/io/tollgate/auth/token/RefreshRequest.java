package io.tollgate.auth.token;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /refresh-token} and {@code POST /logout}. Browsers send none: their cookie is enough. A token of any length
 * is looked at: one that is too long is a malformed one like others.
 */
record RefreshRequest(
        @Nullable String refreshToken,

        @Schema(description = "Another name for refresh_token") @Nullable String token) {

    static final RefreshRequest EMPTY = new RefreshRequest(null, null);

    @Override
    public String toString() {
        return "RefreshRequest[]";
    }
}
