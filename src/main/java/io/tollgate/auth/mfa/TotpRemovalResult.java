package io.tollgate.auth.mfa;

/** What became of the wish to log in without an authenticator app again. */
sealed interface TotpRemovalResult {

    record Removed() implements TotpRemovalResult {}

    record NotEnabled() implements TotpRemovalResult {}

    /** Wrong, used, or the account is locked: nobody is told which. */
    record Refused() implements TotpRemovalResult {}
}
