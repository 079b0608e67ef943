package io.tollgate.auth.passkey;

import java.util.UUID;

/** What an answer to a registration's challenge proved. */
sealed interface AttestationResult {

    /** A new key pair, made for us just now. */
    record Attested(
            Bytes credentialId,
            Bytes publicKey,
            UUID aaguid,
            long signCount,
            boolean userVerified,
            boolean backupEligible,
            boolean backedUp)
            implements AttestationResult {}

    /** @param reason for the audit log only */
    record NotAttested(String reason) implements AttestationResult {}
}
