package io.tollgate.platform.idempotency;

import io.tollgate.platform.time.Secrets;
import java.nio.charset.StandardCharsets;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * A request by which two sendings are known to be the same.
 *
 * @param fingerprint SHA-256 of method, path, query and body
 */
record KeyedRequest(String caller, String key, byte[] fingerprint) {

    static KeyedRequest of(ServerRequest request, String caller, String key, byte[] body) {
        String query = request.uri().getRawQuery();
        String text = request.method() + " " + request.uri().getRawPath() + "?" + (query == null ? "" : query) + "\n"
                + new String(body, StandardCharsets.ISO_8859_1);
        return new KeyedRequest(caller, key, Secrets.sha256(text));
    }
}
