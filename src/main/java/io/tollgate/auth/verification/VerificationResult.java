package io.tollgate.auth.verification;

/** What became of a link. */
sealed interface VerificationResult {

    record Verified() implements VerificationResult {}

    /**
     * Several had registered the address. What they had set is gone, and the owner of the mailbox chooses a password.
     *
     * @param link to the page where that is done; good once
     */
    record HandedOver(String link) implements VerificationResult {

        @Override
        public String toString() {
            return "HandedOver[]";
        }
    }

    /** The address was proven before, be it by this link. */
    record AlreadyVerified() implements VerificationResult {}

    record Expired() implements VerificationResult {}

    /** No such link, or the user has another address now. */
    record Invalid() implements VerificationResult {}
}
