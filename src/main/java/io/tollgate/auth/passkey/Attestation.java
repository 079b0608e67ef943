package io.tollgate.auth.passkey;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An authenticator's answer to a registration's challenge, decoded and not yet verified.
 *
 * @param challenge which it says to answer
 */
record Attestation(
        Bytes credentialId,
        Bytes challenge,
        Bytes clientData,
        Bytes attestationObject,
        @Nullable Boolean discoverable,
        List<String> transports) {

    Attestation {
        transports = List.copyOf(transports);
    }
}
