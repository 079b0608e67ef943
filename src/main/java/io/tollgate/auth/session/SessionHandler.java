package io.tollgate.auth.session;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ClientAddresses;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.platform.web.Page;
import io.tollgate.platform.web.PageRequest;
import io.tollgate.platform.web.Parameters;
import io.tollgate.user.CurrentUser;
import io.tollgate.user.SignedIn;
import org.springframework.http.CacheControl;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** A user's devices. Whoever ends sessions other than the one they use has logged in a moment ago (ASVS 7.5.2). */
@Component
class SessionHandler {

    private final CurrentUser currentUser;
    private final RecentLogin recentLogin;
    private final SessionListRepository sessions;
    private final DeviceRevocation revocation;
    private final ClientAddresses addresses;

    SessionHandler(
            CurrentUser currentUser,
            RecentLogin recentLogin,
            SessionListRepository sessions,
            DeviceRevocation revocation,
            ClientAddresses addresses) {
        this.currentUser = currentUser;
        this.recentLogin = recentLogin;
        this.sessions = sessions;
        this.revocation = revocation;
        this.addresses = addresses;
    }

    Mono<ServerResponse> list(ServerRequest request) {
        return currentUser
                .any(request)
                .then(currentUser.signedIn(request))
                .flatMap(who -> page(who, PageRequest.of(request)))
                .flatMap(page ->
                        ServerResponse.ok().cacheControl(CacheControl.noStore()).bodyValue(page));
    }

    Mono<ServerResponse> end(ServerRequest request) {
        return currentUser
                .signedIn(request)
                .flatMap(who -> isCurrent(who, request) ? Mono.just(who) : recentLogin.require(request))
                .flatMap(who -> Mono.justOrEmpty(Parameters.id(request, "id"))
                        .flatMap(id -> revocation.end(id, who, addresses.facts(request))))
                .filter(ended -> ended)
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.NOT_FOUND)))
                .flatMap(_ -> ServerResponse.noContent().build());
    }

    Mono<ServerResponse> endOthers(ServerRequest request) {
        return recentLogin
                .require(request)
                .flatMap(who -> revocation.endOthers(who, addresses.facts(request)))
                .then(Mono.defer(() -> ServerResponse.noContent().build()));
    }

    private Mono<Page<SessionView>> page(SignedIn who, PageRequest page) {
        return sessions.page(who.userId(), who.sessionId(), page)
                .collectList()
                .zipWith(sessions.count(who.userId()), (data, total) -> Page.of(page, data, total));
    }

    private static boolean isCurrent(SignedIn who, ServerRequest request) {
        return Parameters.id(request, "id").filter(who.sessionId()::equals).isPresent() && !who.impersonated();
    }
}
