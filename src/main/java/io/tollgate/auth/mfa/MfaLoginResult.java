package io.tollgate.auth.mfa;

/** How the second step of a login ended. Refusals are committed: each leaves a line in the audit log. */
sealed interface MfaLoginResult {

    record Complete(Admitted admitted) implements MfaLoginResult {}

    /** Wrong, used, expired, locked: nobody is told which. */
    record Refused() implements MfaLoginResult {}
}
