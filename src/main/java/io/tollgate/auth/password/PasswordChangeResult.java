package io.tollgate.auth.password;

import io.tollgate.auth.token.Family;
import org.jspecify.annotations.Nullable;

/** How a change ended. */
sealed interface PasswordChangeResult {

    /** @param family the session's next tokens; null when it has none to renew */
    record Changed(@Nullable Family family) implements PasswordChangeResult {}

    /** Also for an account without a password. */
    record WrongPassword() implements PasswordChangeResult {}
}
