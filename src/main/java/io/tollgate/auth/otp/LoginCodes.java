package io.tollgate.auth.otp;

import io.tollgate.platform.secret.SecretKeys;
import io.tollgate.platform.secret.SecretKeys.Purpose;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Makes codes, and what is stored of them. A plain hash of six digits is undone by trying them all; a MAC is not, without the
 * deployment's key. (ASVS 6.5.2 asks for a password hash: for five tries in some minutes the key does as well.)
 */
@Component
class LoginCodes {

    private static final int POSSIBLE = 1_000_000;

    private final SecureRandom random;
    private final SecretKeys keys;

    LoginCodes(SecureRandom random, SecretKeys keys) {
        this.random = random;
        this.keys = keys;
    }

    /** Six digits, each number as likely as any other. */
    String next() {
        return String.format(Locale.ROOT, "%06d", random.nextInt(POSSIBLE));
    }

    /** Bound to the flow: the same code is worth nothing in another. */
    byte[] mac(String flowId, String code) {
        return keys.mac(Purpose.LOGIN_CODES, "login\n" + flowId + "\n" + code);
    }

    /** @param stored null where no code was sent: as much work, and never the same */
    boolean matches(String flowId, String code, byte @Nullable [] stored) {
        byte[] given = mac(flowId, code);
        return MessageDigest.isEqual(given, stored == null ? new byte[given.length] : stored) && stored != null;
    }
}
