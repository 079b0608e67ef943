package io.tollgate.auth.passkey;

/** How a registration ended. Refusals are committed: each leaves a line in the audit log. */
sealed interface PasskeyRegistrationResult {

    record Registered(Passkey passkey) implements PasskeyRegistrationResult {}

    /** Malformed, for another challenge, origin or domain, somebody's already: nobody is told which. */
    record Refused() implements PasskeyRegistrationResult {}

    record LimitReached() implements PasskeyRegistrationResult {}
}
