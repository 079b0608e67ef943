package io.tollgate.auth.passkey;

/** What an answer to a login's challenge proved. */
sealed interface AssertionResult {

    /**
     * The holder of the passkey was there.
     *
     * @param userVerified and the authenticator has checked PIN or biometrics
     */
    record Asserted(long signCount, boolean userVerified, boolean backedUp) implements AssertionResult {}

    /** Right, but the authenticator has counted less than before: a copy of it may exist (WebAuthn §6.1.1). */
    record CountedBack() implements AssertionResult {}

    /** @param reason for the audit log only */
    record NotAsserted(String reason) implements AssertionResult {}
}
