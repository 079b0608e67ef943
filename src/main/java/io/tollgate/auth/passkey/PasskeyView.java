package io.tollgate.auth.passkey;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A passkey as its owner sees it.
 *
 * @param authenticator what its maker calls it; null where that is not known
 * @param passwordless whether it is enough to log in; else it serves as a second factor only
 * @param synced kept in the user's account with the maker, so that losing the device does not lose it
 */
record PasskeyView(
        UUID id,
        @Schema(example = "Laptop") String name,
        @Schema(example = "iCloud Keychain") @Nullable String authenticator,
        UUID aaguid,
        boolean passwordless,
        boolean synced,
        @Schema(example = "[\"hybrid\", \"internal\"]") List<String> transports,
        Instant createdAt,
        @Nullable Instant lastUsedAt) {

    PasskeyView {
        transports = List.copyOf(transports);
    }

    static PasskeyView of(Passkey passkey) {
        return new PasskeyView(
                passkey.id(),
                passkey.name(),
                Authenticators.name(passkey.aaguid()),
                passkey.aaguid(),
                passkey.passwordless(),
                passkey.backedUp(),
                passkey.transports(),
                passkey.createdAt(),
                passkey.lastUsedAt());
    }
}
