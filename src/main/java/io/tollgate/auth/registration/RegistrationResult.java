package io.tollgate.auth.registration;

import io.tollgate.user.User;

/** How a registration ended. */
sealed interface RegistrationResult {

    record Registered(User user) implements RegistrationResult {}

    /** The address has an account. Whether the client may know, the handler decides. */
    record EmailTaken() implements RegistrationResult {}

    record UsernameTaken() implements RegistrationResult {}
}
