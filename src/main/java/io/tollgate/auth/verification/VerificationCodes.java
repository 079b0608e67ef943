package io.tollgate.auth.verification;

import io.tollgate.platform.secret.SecretKeys;
import io.tollgate.platform.secret.SecretKeys.Purpose;
import io.tollgate.platform.time.Secrets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes the codes beside links, and what is stored of them: bound to the link, worth nothing beside another. */
@Component
class VerificationCodes {

    private static final int DIGITS = 6;

    private final Secrets secrets;
    private final SecretKeys keys;

    VerificationCodes(Secrets secrets, SecretKeys keys) {
        this.secrets = secrets;
        this.keys = keys;
    }

    String next() {
        return secrets.digits(DIGITS);
    }

    /** @param link the SHA-256 of the link's token */
    byte[] mac(byte[] link, String code) {
        return keys.mac(Purpose.VERIFICATION_CODES, message(link, code));
    }

    /** @param stored null where no code was sent: as much work, and never the same */
    boolean matches(byte[] link, String code, byte @Nullable [] stored) {
        return keys.macMatches(Purpose.VERIFICATION_CODES, message(link, code), stored);
    }

    private static String message(byte[] link, String code) {
        return HexFormat.of().formatHex(link) + "\n" + code;
    }
}
