package io.tollgate.auth.login;

import io.tollgate.user.User;
import org.jspecify.annotations.Nullable;

/** An account and the hash of its password; null for one that signs in elsewhere. */
record Credentials(User user, @Nullable String hash) {

    @Override
    public String toString() {
        return "Credentials[user=" + user.id() + "]";
    }
}
