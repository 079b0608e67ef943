package io.tollgate.auth.passkey;

import org.jspecify.annotations.Nullable;

/**
 * An authenticator's answer to a login's challenge, decoded and not yet verified.
 *
 * @param challenge which it says to answer
 * @param userHandle whose passkey it says to be
 */
record Assertion(
        Bytes credentialId,
        Bytes challenge,
        Bytes clientData,
        Bytes authenticatorData,
        Bytes signature,
        @Nullable Bytes userHandle) {}
