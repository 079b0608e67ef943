package io.tollgate.auth.token;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A signing key as administrators see it: nothing of the key itself.
 *
 * @param createdAt null for a key from a file
 * @param signsFrom null for a key from a file
 */
record SigningKeyView(
        String kid,
        String algorithm,
        State state,
        @Nullable Instant createdAt,
        @Nullable Instant signsFrom,
        @Nullable Instant retiredAt) {

    enum State {
        /** Others know it already; it does not sign yet. */
        ANNOUNCED,
        SIGNING,
        /** Tokens it has signed may be alive. */
        VERIFYING,
        /** Its last token has expired. */
        EXPIRED,
        /** Taken out of use by an administrator: what it has signed is refused. */
        RETIRED;

        @JsonValue
        String value() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Newest first. */
    static List<SigningKeyView> of(SigningKeys keys, Instant now) {
        SigningKey current = keys.current();
        KeySet known = keys.known();
        return known.all().stream()
                .map(key -> of(key, state(key, current, known, now)))
                .toList();
    }

    private static SigningKeyView of(SigningKey key, State state) {
        boolean fromFile = key.generation() == 0;
        return new SigningKeyView(
                key.kid(),
                key.algorithm().getName(),
                state,
                fromFile ? null : key.createdAt(),
                fromFile ? null : key.signsFrom(),
                key.retiredAt());
    }

    private static State state(SigningKey key, SigningKey current, KeySet known, Instant now) {
        if (key.retired()) {
            return State.RETIRED;
        }
        if (key.kid().equals(current.kid())) {
            return State.SIGNING;
        }
        if (!known.byKid().containsKey(key.kid())) {
            return State.EXPIRED;
        }
        return key.signsAt(now) ? State.VERIFYING : State.ANNOUNCED;
    }
}
