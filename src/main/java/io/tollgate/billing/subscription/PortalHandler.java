package io.tollgate.billing.subscription;

import io.tollgate.user.CurrentUser;
import org.springframework.http.CacheControl;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /billing/portal}. What is done there is heard of by events like everything else. */
@Component
class PortalHandler {

    private final Portal portal;
    private final CurrentUser currentUser;

    PortalHandler(Portal portal, CurrentUser currentUser) {
        this.portal = portal;
        this.currentUser = currentUser;
    }

    Mono<ServerResponse> open(ServerRequest request) {
        return currentUser
                .active(request)
                .flatMap(user -> portal.link(user.id()))
                .flatMap(url ->
                        ServerResponse.ok().cacheControl(CacheControl.noStore()).bodyValue(new PortalResponse(url)));
    }
}
