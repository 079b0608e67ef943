package io.tollgate.user;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import org.springframework.http.CacheControl;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

@Component
class MeHandler {

    private final CurrentUser currentUser;
    private final UserRepository users;

    MeHandler(CurrentUser currentUser, UserRepository users) {
        this.currentUser = currentUser;
        this.users = users;
    }

    Mono<ServerResponse> show(ServerRequest request) {
        return currentUser
                .signedIn(request)
                .flatMap(principal -> users.findMe(principal.userId()))
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.USER_GONE)))
                .flatMap(me ->
                        ServerResponse.ok().cacheControl(CacheControl.noStore()).bodyValue(me));
    }
}
