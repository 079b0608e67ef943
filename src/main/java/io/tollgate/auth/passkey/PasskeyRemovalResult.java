package io.tollgate.auth.passkey;

/** How a removal ended. Refusals are committed: each leaves a line in the audit log. */
sealed interface PasskeyRemovalResult {

    record Removed() implements PasskeyRemovalResult {}

    /** There is none, or it is somebody else's. */
    record Unknown() implements PasskeyRemovalResult {}

    /** A second factor goes only for a second factor, and that was not right; or the account is locked. */
    record NotProven() implements PasskeyRemovalResult {}

    /** Without it the user could no longer log in. */
    record LastLogin() implements PasskeyRemovalResult {}
}
