package io.tollgate.auth.passkey;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A registered passkey.
 *
 * @param publicKey COSE_Key
 * @param aaguid which make of authenticator; zeros where it does not tell
 * @param uvInitialized whether it checked PIN or biometrics when it was registered. Else it opens nothing by itself: whoever finds
 *     a security key without a PIN can set one.
 * @param backupEligible synced between devices, or able to be
 * @param discoverable null where the browser did not tell
 */
record Passkey(
        UUID id,
        UUID userId,
        Bytes credentialId,
        Bytes publicKey,
        UUID aaguid,
        long signCount,
        boolean uvInitialized,
        boolean backupEligible,
        boolean backedUp,
        @Nullable Boolean discoverable,
        List<String> transports,
        String name,
        Instant createdAt,
        @Nullable Instant lastUsedAt) {

    Passkey {
        transports = List.copyOf(transports);
    }

    /** Is enough to log in; other passkeys serve as a second factor only. */
    boolean passwordless() {
        return uvInitialized && !Boolean.FALSE.equals(discoverable);
    }
}
