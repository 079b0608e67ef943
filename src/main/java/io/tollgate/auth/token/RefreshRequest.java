package io.tollgate.auth.token;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /refresh-token} and {@code POST /logout}. Browsers send none: their cookie is enough. */
record RefreshRequest(
        @Nullable @Size(max = 2048) String refreshToken,

        @Schema(description = "Another name for refresh_token") @Nullable @Size(max = 2048) String token) {

    static final RefreshRequest EMPTY = new RefreshRequest(null, null);

    @Override
    public String toString() {
        return "RefreshRequest[]";
    }
}
