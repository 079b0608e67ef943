package io.tollgate.auth.token;

import io.tollgate.user.User;
import java.time.Instant;

/** The tokens of one session, ready to be handed out. */
public record Grant(User user, String accessToken, String refreshToken, Instant refreshExpiresAt) {

    /** Without the tokens: this must not get into a log. */
    @Override
    public String toString() {
        return "Grant[user=" + user.id() + "]";
    }
}
