package io.tollgate.user;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.ClientAddresses;
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
    private final ProfileUpdate profile;
    private final Body body;
    private final ClientAddresses addresses;

    MeHandler(
            CurrentUser currentUser,
            UserRepository users,
            ProfileUpdate profile,
            Body body,
            ClientAddresses addresses) {
        this.currentUser = currentUser;
        this.users = users;
        this.profile = profile;
        this.body = body;
        this.addresses = addresses;
    }

    Mono<ServerResponse> show(ServerRequest request) {
        return currentUser.signedIn(request).flatMap(this::show);
    }

    Mono<ServerResponse> change(ServerRequest request) {
        return currentUser
                .active(request)
                .then(currentUser.signedIn(request))
                .flatMap(who -> body.of(request, ProfilePatch.class)
                        .flatMap(patch -> profile.apply(who, patch.checked(), addresses.facts(request)))
                        .then(Mono.defer(() -> show(who))));
    }

    private Mono<ServerResponse> show(SignedIn who) {
        return users.findMe(who.userId())
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.USER_GONE)))
                .flatMap(me ->
                        ServerResponse.ok().cacheControl(CacheControl.noStore()).bodyValue(me));
    }
}
