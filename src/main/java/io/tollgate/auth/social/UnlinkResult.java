package io.tollgate.auth.social;

/** How the removal of an identity ended. */
sealed interface UnlinkResult {

    record Unlinked() implements UnlinkResult {}

    record NotLinked() implements UnlinkResult {}

    /** Without it, the user could not sign in any more. */
    record LastMethod() implements UnlinkResult {}
}
