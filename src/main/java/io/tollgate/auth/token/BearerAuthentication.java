package io.tollgate.auth.token;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Turns a bearer token into the {@link io.tollgate.user.SignedIn} it speaks for. */
@Component
class BearerAuthentication implements ReactiveAuthenticationManager {

    @Override
    public Mono<Authentication> authenticate(Authentication authentication) {
        return Mono.error(() -> new InvalidBearerTokenException(
                ErrorCode.TOKEN_INVALID.title(), new ApiException(ErrorCode.TOKEN_INVALID)));
    }
}
