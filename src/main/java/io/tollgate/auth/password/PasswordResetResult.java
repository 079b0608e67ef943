package io.tollgate.auth.password;

/** How a reset ended. Refusals are committed: each leaves a line in the audit log. */
sealed interface PasswordResetResult {

    record PasswordSet() implements PasswordResetResult {}

    record LinkExpired() implements PasswordResetResult {}

    /** Unknown, used, of an address or account that is no more: nobody is told which. */
    record LinkInvalid() implements PasswordResetResult {}
}
