package io.tollgate.user;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/** The guard of what machines do. Asks neither Redis nor the database: the token's check has the scopes at hand. */
@Component
public class CurrentServiceAccount {

    /**
     * The service account that asks. 401 without a token, 403 {@code service_token_required} for a user's token, 403 {@code
     * scope_missing} with the challenge of RFC 6750 §3.1 for an account without this scope.
     */
    public Mono<ServicePrincipal> require(ServerRequest request, ServiceScope scope) {
        return request.principal()
                .ofType(Authentication.class)
                .mapNotNull(Authentication::getPrincipal)
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.NOT_AUTHENTICATED)))
                .map(principal -> requireScope(principal, scope));
    }

    private static ServicePrincipal requireScope(Object principal, ServiceScope scope) {
        if (!(principal instanceof ServicePrincipal service)) {
            throw new ApiException(ErrorCode.SERVICE_TOKEN_REQUIRED);
        }
        if (!service.scopes().contains(scope)) {
            throw new ApiException(ErrorCode.SCOPE_MISSING, "The service account lacks the scope " + scope.value())
                    .header(
                            HttpHeaders.WWW_AUTHENTICATE,
                            "Bearer error=\"insufficient_scope\", scope=\"" + scope.value() + "\"");
        }
        return service;
    }
}
