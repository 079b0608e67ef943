package io.tollgate.auth.social;

import io.tollgate.auth.session.RecentLogin;
import io.tollgate.auth.social.Departure.Begun;
import io.tollgate.auth.social.Departure.Wanted;
import io.tollgate.auth.social.Flow.Linking;
import io.tollgate.auth.social.UnlinkResult.LastMethod;
import io.tollgate.auth.social.UnlinkResult.NotLinked;
import io.tollgate.auth.social.UnlinkResult.Unlinked;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.ClientAddresses;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.user.CurrentUser;
import io.tollgate.user.SignedIn;
import io.tollgate.user.User;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** A user's own identities. */
@Component
class IdentityHandler {

    private final Body body;
    private final Providers providers;
    private final IdentityRepository identities;
    private final IdentityLinks links;
    private final Departure departure;
    private final StateCookie cookie;
    private final CurrentUser currentUser;
    private final RecentLogin recentLogin;
    private final ClientAddresses addresses;

    IdentityHandler(
            Body body,
            Providers providers,
            IdentityRepository identities,
            IdentityLinks links,
            Departure departure,
            StateCookie cookie,
            CurrentUser currentUser,
            RecentLogin recentLogin,
            ClientAddresses addresses) {
        this.body = body;
        this.providers = providers;
        this.identities = identities;
        this.links = links;
        this.departure = departure;
        this.cookie = cookie;
        this.currentUser = currentUser;
        this.recentLogin = recentLogin;
        this.addresses = addresses;
    }

    /** {@code {data: […]}}. */
    record IdentityList(List<Identity> data) {}

    /** Where the page must send the browser. */
    record LinkAnswer(String authorizeUrl) {}

    Mono<ServerResponse> list(ServerRequest request) {
        return currentUser
                .any(request)
                .flatMap(user -> identities.list(user.id()).collectList())
                .flatMap(all ->
                        ServerResponse.ok().cacheControl(CacheControl.noStore()).bodyValue(new IdentityList(all)));
    }

    Mono<ServerResponse> link(ServerRequest request) {
        return currentUser
                .active(request)
                .then(recentLogin.require(request))
                .flatMap(who -> link(providers.named(request.pathVariable("provider")), who, request));
    }

    Mono<ServerResponse> unlink(ServerRequest request) {
        return currentUser
                .active(request)
                .then(recentLogin.require(request))
                .flatMap(who -> links.unlink(who, key(request.pathVariable("provider")), addresses.facts(request)))
                .flatMap(IdentityHandler::answer);
    }

    private Mono<ServerResponse> link(IdentityProvider provider, SignedIn who, ServerRequest request) {
        return wish(request)
                .flatMap(wish -> departure.link(
                        provider,
                        new Wanted(wish.redirectTo(), null, Map.of()),
                        new Linking(who.userId(), who.sessionId())))
                .flatMap(begun -> answer(provider, begun));
    }

    private Mono<LinkRequest> wish(ServerRequest request) {
        return request.headers().firstHeader(HttpHeaders.CONTENT_TYPE) == null
                ? Mono.just(new LinkRequest(null))
                : body.of(request, LinkRequest.class);
    }

    private Mono<ServerResponse> answer(IdentityProvider provider, Begun begun) {
        return ServerResponse.ok()
                .cacheControl(CacheControl.noStore())
                .cookie(cookie.holding(begun.secret(), provider.key()))
                .bodyValue(new LinkAnswer(begun.authorizeUrl().toString()));
    }

    private static Mono<ServerResponse> answer(UnlinkResult result) {
        return switch (result) {
            case Unlinked _ -> ServerResponse.noContent().build();
            case NotLinked _ -> Mono.error(() -> new ApiException(ErrorCode.NOT_FOUND, "No such identity"));
            case LastMethod _ -> Mono.error(() -> new ApiException(ErrorCode.IDENTITY_LAST));
        };
    }

    /** Also of a provider that is no longer set up: its identities can still be removed. */
    private static User.Provider key(String name) {
        return Arrays.stream(User.Provider.values())
                .filter(provider -> provider.value().equals(name) && provider != User.Provider.LOCAL)
                .findFirst()
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, "No such identity"));
    }
}
