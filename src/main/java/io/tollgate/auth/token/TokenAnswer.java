package io.tollgate.auth.token;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tollgate.user.UserView;
import org.jspecify.annotations.Nullable;

/**
 * Tokens as a client gets them.
 *
 * @param token the access token
 * @param refreshToken absent for browsers, which get it as a cookie
 * @param type always {@code Bearer}
 * @param user after a login
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TokenAnswer(
        String token,
        @Nullable String refreshToken,
        String type,
        @Nullable UserView user) {

    @Override
    public String toString() {
        return "TokenAnswer[]";
    }
}
