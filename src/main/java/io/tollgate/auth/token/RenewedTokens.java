package io.tollgate.auth.token;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What was done, and the session's tokens from now on.
 *
 * @param refreshToken absent for browsers, which get it as a cookie
 * @param type always {@code Bearer}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RenewedTokens(
        String message, String token, @Nullable String refreshToken, String type) {

    @Override
    public String toString() {
        return "RenewedTokens[]";
    }
}
