package io.tollgate.auth.otp;

import io.tollgate.platform.ratelimit.AddressBucket;
import io.tollgate.platform.secret.SecretKeys;
import io.tollgate.platform.secret.SecretKeys.Purpose;
import io.tollgate.platform.time.Secrets;
import io.tollgate.platform.web.RequestFacts;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Makes codes, and what is stored of them. A plain hash of six digits is undone by trying them all; a MAC is not, without the
 * deployment's key. (ASVS 6.5.2 asks for a password hash: for five tries in some minutes the key does as well.)
 */
@Component
class LoginCodes {

    private final Secrets secrets;
    private final SecretKeys keys;

    LoginCodes(Secrets secrets, SecretKeys keys) {
        this.secrets = secrets;
        this.keys = keys;
    }

    /** Six digits, for administrators eight: who guesses goes for what is worth most. */
    String next(boolean administrator) {
        return secrets.digits(administrator ? 8 : 6);
    }

    /**
     * Names a flow to who asked for it. Asked once more from the same place, it is the same; asked from anywhere else, it is one
     * that was never begun, and nobody sees the difference.
     */
    String flowId(String account, Instant begunAt, RequestFacts facts) {
        return text(keys.mac(Purpose.LOGIN_CODES, flowMessage(account, begunAt, facts)));
    }

    /**
     * The same of a flow that another node may have begun, with another of the given secrets.
     *
     * @param accounts the digests of its address, under the given secrets in their order
     * @param flow what is kept of its id; the id of none of them where it was asked for from elsewhere
     */
    String flowId(List<String> accounts, String flow, Instant begunAt, RequestFacts facts) {
        List<String> possible = IntStream.range(0, accounts.size())
                .mapToObj(i -> text(keys.macs(Purpose.LOGIN_CODES, flowMessage(accounts.get(i), begunAt, facts))
                        .get(i)))
                .toList();
        return possible.stream().filter(id -> flow(id).equals(flow)).findFirst().orElse(possible.getFirst());
    }

    private static String flowMessage(String account, Instant begunAt, RequestFacts facts) {
        String place = AddressBucket.of(facts.ip()) + "\n" + facts.userAgent();
        return "flow\n" + account + "\n" + ChronoUnit.MICROS.between(Instant.EPOCH, begunAt) + "\n" + place;
    }

    private static String text(byte[] id) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }

    /** What is kept of a flow's id, which is a secret of who asked. */
    static String flow(String flowId) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Secrets.sha256(flowId));
    }

    /** Bound to the flow: the same code is worth nothing in another. */
    byte[] mac(String flow, String code) {
        return keys.mac(Purpose.LOGIN_CODES, codeMessage(flow, code));
    }

    /** @param stored null where no code was sent: as much work, and never the same */
    boolean matches(String flow, String code, byte @Nullable [] stored) {
        return keys.macMatches(Purpose.LOGIN_CODES, codeMessage(flow, code), stored);
    }

    private static String codeMessage(String flow, String code) {
        return "login\n" + flow + "\n" + code;
    }
}
