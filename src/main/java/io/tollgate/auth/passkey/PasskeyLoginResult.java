package io.tollgate.auth.passkey;

import io.tollgate.auth.mfa.Admitted;

/** How a login ended. Refusals are committed: each leaves a line in the audit log. */
sealed interface PasskeyLoginResult {

    record LoggedIn(Admitted admitted) implements PasskeyLoginResult {}

    /** Malformed, used, expired, foreign, forged, of a deactivated user: nobody is told which. */
    record Refused() implements PasskeyLoginResult {}
}
