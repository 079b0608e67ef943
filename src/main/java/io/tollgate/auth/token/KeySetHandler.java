package io.tollgate.auth.token;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import io.tollgate.platform.time.Secrets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The public halves of the signing keys (RFC 7517), for other services that verify access tokens. */
@Component
class KeySetHandler {

    /** Far less than a key is announced before it signs. */
    private static final Duration MAX_AGE = Duration.ofMinutes(5);

    private final SigningKeys keys;
    private volatile Rendering rendering = Rendering.of(List.of());

    KeySetHandler(SigningKeys keys) {
        this.keys = keys;
    }

    /** Written once for each change of the keys. The tag is a digest, so that every node says the same. */
    private record Rendering(List<SigningKey> published, String json, String etag) {

        static Rendering of(List<SigningKey> published) {
            List<JWK> publicHalves =
                    published.stream().map(key -> key.jwk().toPublicJWK()).toList();
            String json = new JWKSet(publicHalves).toString(true);
            String digest = Base64.getUrlEncoder().withoutPadding().encodeToString(Secrets.sha256(json));
            return new Rendering(published, json, '"' + digest + '"');
        }
    }

    Mono<ServerResponse> show(ServerRequest request) {
        Rendering current = rendering();
        // On the exchange: a 304 says how long it holds, too (RFC 9110 §15.4.5).
        request.exchange()
                .getResponse()
                .getHeaders()
                .setCacheControl(CacheControl.maxAge(MAX_AGE).cachePublic());
        return request.headers().header(HttpHeaders.IF_NONE_MATCH).isEmpty()
                ? send(current)
                : request.checkNotModified(current.etag()).switchIfEmpty(send(current));
    }

    private Rendering rendering() {
        List<SigningKey> published = keys.published();
        Rendering known = rendering;
        if (known.published() != published) {
            known = Rendering.of(published);
            rendering = known;
        }
        return known;
    }

    private static Mono<ServerResponse> send(Rendering rendering) {
        return ServerResponse.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.ETAG, rendering.etag())
                .bodyValue(rendering.json());
    }
}
