package io.tollgate.auth.passkey;

import io.tollgate.auth.mfa.ProofRequest;
import io.tollgate.auth.passkey.PasskeyRegistrationResult.LimitReached;
import io.tollgate.auth.passkey.PasskeyRegistrationResult.Refused;
import io.tollgate.auth.passkey.PasskeyRegistrationResult.Registered;
import io.tollgate.auth.passkey.PasskeyRemovalResult.LastLogin;
import io.tollgate.auth.passkey.PasskeyRemovalResult.NotProven;
import io.tollgate.auth.passkey.PasskeyRemovalResult.Removed;
import io.tollgate.auth.passkey.PasskeyRemovalResult.Unknown;
import io.tollgate.auth.session.RecentLogin;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.ClientAddresses;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.platform.web.Page;
import io.tollgate.platform.web.PageRequest;
import io.tollgate.platform.web.Parameters;
import io.tollgate.user.CurrentUser;
import io.tollgate.user.SignedIn;
import io.tollgate.user.User;
import java.util.List;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

@Component
class PasskeyHandler {

    private final Body body;
    private final CurrentUser currentUser;
    private final RecentLogin recentLogin;
    private final PasskeyOptions options;
    private final PasskeyRegistration registration;
    private final PasskeyRenaming renaming;
    private final PasskeyRemoval removal;
    private final PasskeyRepository passkeys;
    private final ClientAddresses addresses;

    PasskeyHandler(
            Body body,
            CurrentUser currentUser,
            RecentLogin recentLogin,
            PasskeyOptions options,
            PasskeyRegistration registration,
            PasskeyRenaming renaming,
            PasskeyRemoval removal,
            PasskeyRepository passkeys,
            ClientAddresses addresses) {
        this.body = body;
        this.currentUser = currentUser;
        this.recentLogin = recentLogin;
        this.options = options;
        this.registration = registration;
        this.renaming = renaming;
        this.removal = removal;
        this.passkeys = passkeys;
        this.addresses = addresses;
    }

    Mono<ServerResponse> registrationOptions(ServerRequest request) {
        return currentUser
                .active(request)
                .flatMap(user -> recentLogin.require(request).flatMap(who -> options.forRegistration(user, who)))
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.PASSKEY_LIMIT_REACHED)))
                .flatMap(PasskeyHandler::secret);
    }

    Mono<ServerResponse> register(ServerRequest request) {
        return activeAndRecent(request)
                .flatMap(who -> body.of(request, RegistrationResponse.class)
                        .flatMap(response -> registration.register(
                                who, response.decoded(), response.name(), addresses.facts(request))))
                .map(PasskeyHandler::registeredOrRefusal)
                .flatMap(passkey -> ServerResponse.status(HttpStatus.CREATED).bodyValue(PasskeyView.of(passkey)));
    }

    Mono<ServerResponse> list(ServerRequest request) {
        return currentUser
                .active(request)
                .flatMap(user -> passkeys.list(user.id()))
                .flatMap(present -> ServerResponse.ok().bodyValue(page(PageRequest.of(request), present)));
    }

    Mono<ServerResponse> rename(ServerRequest request) {
        return currentUser
                .active(request)
                .then(currentUser.signedIn(request))
                .map(PasskeyHandler::requireInPerson)
                .flatMap(who -> body.of(request, PasskeyName.class)
                        .flatMap(wanted -> renaming.rename(who, id(request), wanted.name(), addresses.facts(request))))
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.PASSKEY_NOT_FOUND)))
                .flatMap(passkey -> ServerResponse.ok().bodyValue(PasskeyView.of(passkey)));
    }

    Mono<ServerResponse> remove(ServerRequest request) {
        return activeAndRecent(request)
                .flatMap(who ->
                        removal.remove(who, id(request), ProofRequest.of(request, body), addresses.facts(request)))
                .flatMap(result -> switch (result) {
                    case Removed _ -> ServerResponse.noContent().build();
                    case Unknown _ -> throw new ApiException(ErrorCode.PASSKEY_NOT_FOUND);
                    case NotProven _ -> throw new ApiException(ErrorCode.MFA_CODE_INVALID);
                    case LastLogin _ -> throw new ApiException(ErrorCode.PASSKEY_IS_LAST_LOGIN);
                });
    }

    /** For who is signed in and proves once more who they are. */
    Mono<ServerResponse> options(ServerRequest request) {
        return currentUser
                .active(request)
                .flatMap(user -> currentUser
                        .signedIn(request)
                        .map(PasskeyHandler::requireInPerson)
                        .flatMap(who -> options.forSecondFactor(user.id(), who.sessionId())))
                .flatMap(PasskeyHandler::secret);
    }

    private Mono<SignedIn> activeAndRecent(ServerRequest request) {
        return currentUser.active(request).map(User::id).then(recentLogin.require(request));
    }

    private static Mono<ServerResponse> secret(Object made) {
        return ServerResponse.ok().cacheControl(CacheControl.noStore()).bodyValue(made);
    }

    private static Passkey registeredOrRefusal(PasskeyRegistrationResult result) {
        return switch (result) {
            case Registered(Passkey passkey) -> passkey;
            case Refused _ -> throw new ApiException(ErrorCode.PASSKEY_REFUSED);
            case LimitReached _ -> throw new ApiException(ErrorCode.PASSKEY_LIMIT_REACHED);
        };
    }

    private static Page<PasskeyView> page(PageRequest page, List<Passkey> present) {
        List<PasskeyView> shown = present.stream()
                .skip(page.offset())
                .limit(page.limit())
                .map(PasskeyView::of)
                .toList();
        return Page.of(page, shown, present.size());
    }

    private static SignedIn requireInPerson(SignedIn who) {
        if (who.impersonated()) {
            throw new ApiException(ErrorCode.FORBIDDEN, "Not allowed while acting for a user");
        }
        return who;
    }

    private static UUID id(ServerRequest request) {
        return Parameters.id(request, "id").orElseThrow(() -> new ApiException(ErrorCode.PASSKEY_NOT_FOUND));
    }
}
