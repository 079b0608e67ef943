package io.tollgate.auth.token;

import org.springframework.security.core.Authentication;
import reactor.core.publisher.Mono;

/** Another kind of bearer token than the access token, known by its form. Declared here, implemented where it is issued. */
public interface TokenKind {

    /** Whether the token is of this kind, by its first characters; it need not be valid. */
    boolean owns(String token);

    /** Errors with an {@link io.tollgate.platform.web.ApiException} when the token is not valid. */
    Mono<Authentication> authenticate(String token);
}
