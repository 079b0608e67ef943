package io.tollgate.admin.audit;

import io.tollgate.user.CurrentUser;
import org.springframework.http.CacheControl;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

@Component
class AuditHandler {

    private final AuditListRepository list;
    private final CurrentUser currentUser;

    AuditHandler(AuditListRepository list, CurrentUser currentUser) {
        this.list = list;
        this.currentUser = currentUser;
    }

    Mono<ServerResponse> list(ServerRequest request) {
        return currentUser
                .admin(request)
                .then(Mono.fromCallable(() -> AuditQuery.of(request)))
                .flatMap(list::page)
                .flatMap(page ->
                        ServerResponse.ok().cacheControl(CacheControl.noStore()).bodyValue(page));
    }
}
