package io.tollgate.auth.token;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.time.Duration;
import java.util.List;
import org.springframework.http.CacheControl;
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

    KeySetHandler(SigningKeys keys) {
        this.keys = keys;
    }

    Mono<ServerResponse> show(ServerRequest request) {
        List<JWK> published = keys.published().stream().map(SigningKey::jwk).toList();
        return ServerResponse.ok()
                .cacheControl(CacheControl.maxAge(MAX_AGE).cachePublic())
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(new JWKSet(published).toString(true));
    }
}
