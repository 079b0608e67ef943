package io.tollgate.platform.idempotency;

import io.tollgate.platform.secret.SecretKeys;
import io.tollgate.platform.secret.SecretKeys.Purpose;
import java.nio.charset.StandardCharsets;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * A request by which two sendings are known to be the same.
 *
 * @param fingerprint HMAC of method, path, query and body: a body may hold a password, which a plain digest would let be guessed
 */
record KeyedRequest(String caller, String key, byte[] fingerprint) {

    static KeyedRequest of(ServerRequest request, String caller, String key, byte[] body, SecretKeys secrets) {
        String query = request.uri().getRawQuery();
        String text = request.method() + " " + request.uri().getRawPath() + "?" + (query == null ? "" : query) + "\n"
                + new String(body, StandardCharsets.ISO_8859_1);
        return new KeyedRequest(caller, key, secrets.mac(Purpose.IDEMPOTENCY_KEYS, text));
    }
}
