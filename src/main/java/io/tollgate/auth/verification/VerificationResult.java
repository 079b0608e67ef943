package io.tollgate.auth.verification;

/** What became of a link. */
sealed interface VerificationResult {

    record Verified() implements VerificationResult {}

    /** The address was proven before, be it by this link. */
    record AlreadyVerified() implements VerificationResult {}

    record Expired() implements VerificationResult {}

    /** No such link, or the user has another address now. */
    record Invalid() implements VerificationResult {}
}
