package io.tollgate.auth.otp;

import io.tollgate.platform.ratelimit.AddressBucket;
import io.tollgate.platform.secret.SecretKeys;
import io.tollgate.platform.secret.SecretKeys.Purpose;
import io.tollgate.platform.time.Secrets;
import io.tollgate.platform.web.RequestFacts;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
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

    /**
     * Names a flow to who asked for it. Asked once more from the same place, it is the same; asked from anywhere else, it is one
     * that was never begun, and nobody sees the difference.
     */
    String flowId(String account, Instant begunAt, RequestFacts facts) {
        String place = AddressBucket.of(facts.ip()) + "\n" + facts.userAgent();
        byte[] id = keys.mac(
                Purpose.LOGIN_CODES,
                "flow\n" + account + "\n" + ChronoUnit.MICROS.between(Instant.EPOCH, begunAt) + "\n" + place);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }

    /** What is kept of a flow's id, which is a secret of who asked. */
    static String flow(String flowId) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Secrets.sha256(flowId));
    }

    /** Bound to the flow: the same code is worth nothing in another. */
    byte[] mac(String flow, String code) {
        return keys.mac(Purpose.LOGIN_CODES, "login\n" + flow + "\n" + code);
    }

    /** @param stored null where no code was sent: as much work, and never the same */
    boolean matches(String flow, String code, byte @Nullable [] stored) {
        byte[] given = mac(flow, code);
        return MessageDigest.isEqual(given, stored == null ? new byte[given.length] : stored) && stored != null;
    }
}
