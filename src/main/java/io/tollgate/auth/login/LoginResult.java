package io.tollgate.auth.login;

import io.tollgate.auth.mfa.Admitted;

/** How a login ended. Refusals are committed: each leaves a line in the audit log. */
sealed interface LoginResult {

    record RightPassword(Admitted admitted) implements LoginResult {}

    /** Unknown, wrong, without a password: nobody is told which. */
    record WrongCredentials() implements LoginResult {}

    /** Said only after the right password. */
    record Disabled() implements LoginResult {}
}
