package io.tollgate.auth.passkey;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What the JSON forms of WebAuthn §5.1 have in common: bytes in base64url, and no length that anybody promises. */
final class W3c {

    static final String TYPE = "public-key";

    /** WebAuthn §7.1: longer ids are refused. */
    static final int MAX_CREDENTIAL_ID = 1023;

    /** WebAuthn §5.4.3. */
    static final int MAX_USER_HANDLE = 64;

    static final int MAX_CLIENT_DATA = 8_192;
    static final int MAX_AUTHENTICATOR_DATA = 8_192;
    static final int MAX_ATTESTATION = 32_768;

    /** RSA of 4096 bits has 512 bytes. */
    static final int MAX_SIGNATURE = 1_024;

    private static final int MIN_CHALLENGE = 16;
    private static final int MAX_CHALLENGE = 64;
    private static final int MAX_TRANSPORTS = 8;
    private static final Pattern TRANSPORT = Pattern.compile("[a-z][a-z-]{1,31}");
    private static final JsonMapper JSON = JsonMapper.shared();

    private W3c() {}

    /** Null when there is none, or it is not base64url or longer than such a thing is. */
    static @Nullable Bytes decoded(@Nullable String text, int maxBytes) {
        return text == null || text.isEmpty() || text.length() > maxBytes / 3 * 4 + 4 ? null : Bytes.parse(text);
    }

    /** Which challenge this is an answer to; null when it does not say so. Proves nothing until the signature is verified. */
    static @Nullable Bytes challengeIn(Bytes clientData) {
        try {
            String text = JSON.readTree(clientData.toArray()).path("challenge").asString("");
            Bytes challenge = Bytes.parse(text);
            return challenge == null || text.length() < MIN_CHALLENGE || text.length() > MAX_CHALLENGE
                    ? null
                    : challenge;
        } catch (JacksonException _) {
            return null;
        }
    }

    /** Those that read like one; WebAuthn §5.8.4 wants unknown ones kept. */
    static List<String> transports(@Nullable List<@Nullable String> given) {
        Set<String> kept = given == null
                ? Set.of()
                : given.stream()
                        .filter(name -> name != null && TRANSPORT.matcher(name).matches())
                        .limit(MAX_TRANSPORTS)
                        .collect(Collectors.toSet());
        return kept.stream().sorted().toList();
    }
}
