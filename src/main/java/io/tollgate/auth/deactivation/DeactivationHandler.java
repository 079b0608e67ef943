package io.tollgate.auth.deactivation;

import io.tollgate.auth.session.RecentLogin;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.ClientAddresses;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.user.CurrentUser;
import io.tollgate.user.SignedIn;
import io.tollgate.user.User;
import org.springframework.http.CacheControl;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

@Component
class DeactivationHandler {

    private final Deactivation deactivation;
    private final CurrentUser currentUser;
    private final RecentLogin recentLogin;
    private final OwnPassword password;
    private final AuditLog audit;
    private final ClientAddresses addresses;
    private final Body body;

    DeactivationHandler(
            Deactivation deactivation,
            CurrentUser currentUser,
            RecentLogin recentLogin,
            OwnPassword password,
            AuditLog audit,
            ClientAddresses addresses,
            Body body) {
        this.deactivation = deactivation;
        this.currentUser = currentUser;
        this.recentLogin = recentLogin;
        this.password = password;
        this.audit = audit;
        this.addresses = addresses;
        this.body = body;
    }

    /** {@code {message}}, as the original system answers. */
    record Message(String message) {}

    Mono<ServerResponse> deactivate(ServerRequest request) {
        return currentUser
                .active(request)
                .delayUntil(user -> currentUser.signedIn(request).doOnNext(DeactivationHandler::requireNobodyElse))
                .flatMap(user -> PasswordBody.of(request, body).flatMap(sent -> prove(user, sent, request)))
                .flatMap(user -> deactivation.deactivate(
                        DeactivationOrder.forGood(user.id(), user.id(), "at the user's own request"),
                        addresses.facts(request)))
                .flatMap(DeactivationHandler::answer);
    }

    private static void requireNobodyElse(SignedIn who) {
        if (who.impersonated()) {
            throw new ApiException(ErrorCode.FORBIDDEN, "Not allowed while acting for a user");
        }
    }

    /** By the password or, where none is sent, by a login a moment ago. */
    private Mono<User> prove(User user, PasswordBody sent, ServerRequest request) {
        String typed = sent.password();
        return typed == null
                ? recentLogin.require(request).thenReturn(user)
                : recentLogin
                        .requireWhereFactors(request)
                        .then(Mono.defer(() -> password.matches(user, typed, addresses.facts(request))))
                        .flatMap(right -> right ? Mono.just(user) : refuse(user, request));
    }

    private Mono<User> refuse(User user, ServerRequest request) {
        AuditEntry entry = AuditEntry.of("user.deactivated", addresses.facts(request))
                .by(user.id())
                .on("user", user.id());
        return audit.record(entry.failed("wrong_password"))
                .then(Mono.error(() -> new ApiException(ErrorCode.WRONG_PASSWORD, OwnPassword.WRONG)));
    }

    private static Mono<ServerResponse> answer(DeactivationResult result) {
        return switch (result) {
            // Twice at once: the second finds it done.
            case DEACTIVATED, CHANGED, NOT_ACTIVE ->
                ServerResponse.accepted()
                        .cacheControl(CacheControl.noStore())
                        .bodyValue(new Message("User deactivated."));
            case LAST_ADMINISTRATOR -> Mono.error(() -> new ApiException(ErrorCode.LAST_ADMINISTRATOR));
        };
    }
}
