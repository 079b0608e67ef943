package io.tollgate.platform.idempotency;

import io.tollgate.platform.secret.SecretKeys;
import io.tollgate.platform.secret.SecretKeys.Purpose;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * A request by which two sendings are known to be the same.
 *
 * @param fingerprints HMAC of method, path, query and body: a body may hold a password, which a plain digest would let be guessed.
 *     The first is kept; the others it would have had under other secrets of the deployment
 */
record KeyedRequest(String caller, String key, List<byte[]> fingerprints) {

    KeyedRequest(String caller, String key, byte[] fingerprint) {
        this(caller, key, List.of(fingerprint));
    }

    static KeyedRequest of(ServerRequest request, String caller, String key, byte[] body, SecretKeys secrets) {
        String query = request.uri().getRawQuery();
        String text = request.method() + " " + request.uri().getRawPath() + "?" + (query == null ? "" : query) + "\n"
                + new String(body, StandardCharsets.ISO_8859_1);
        return new KeyedRequest(caller, key, secrets.macs(Purpose.IDEMPOTENCY_KEYS, text));
    }

    byte[] fingerprint() {
        return fingerprints.getFirst();
    }

    String[] fingerprintsInHex() {
        return fingerprints.stream().map(HexFormat.of()::formatHex).toArray(String[]::new);
    }

    boolean is(byte[] fingerprint) {
        return fingerprints.stream().anyMatch(one -> Arrays.equals(one, fingerprint));
    }
}
