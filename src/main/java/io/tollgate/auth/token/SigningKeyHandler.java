package io.tollgate.auth.token;

import io.tollgate.platform.web.Body;
import io.tollgate.user.AdminAction;
import io.tollgate.user.CurrentUser;
import java.time.Clock;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /admin/signing-keys}. */
@Component
class SigningKeyHandler {

    private final SigningKeys keys;
    private final KeyAdministration administration;
    private final AdminAction administrator;
    private final CurrentUser currentUser;
    private final Body body;
    private final Clock clock;

    SigningKeyHandler(
            SigningKeys keys,
            KeyAdministration administration,
            AdminAction administrator,
            CurrentUser currentUser,
            Body body,
            Clock clock) {
        this.keys = keys;
        this.administration = administration;
        this.administrator = administrator;
        this.currentUser = currentUser;
        this.body = body;
        this.clock = clock;
    }

    Mono<ServerResponse> list(ServerRequest request) {
        return currentUser.admin(request).then(Mono.defer(keys::catchUp)).then(Mono.defer(this::answer));
    }

    Mono<ServerResponse> rotate(ServerRequest request) {
        return administrator
                .beginSensitive("signing_keys.rotated", request)
                .flatMap(entry -> body.of(request, RotateKeys.class)
                        .flatMap(wanted -> administration.rotate(Boolean.TRUE.equals(wanted.immediately()), entry)))
                .then(Mono.defer(this::answer));
    }

    Mono<ServerResponse> retire(ServerRequest request) {
        return administrator
                .beginSensitive("signing_key.retired", request)
                .flatMap(entry -> body.of(request, RetireKey.class)
                        .flatMap(wanted -> administration.retire(request.pathVariable("kid"), wanted.reason(), entry)))
                .then(Mono.defer(this::answer));
    }

    private Mono<ServerResponse> answer() {
        return ServerResponse.ok().bodyValue(Map.of("data", SigningKeyView.of(keys, clock.instant())));
    }
}
