package io.tollgate.auth.erasure;

import io.tollgate.auth.deactivation.OwnPassword;
import io.tollgate.auth.deactivation.PasswordBody;
import io.tollgate.auth.session.RecentLogin;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.ClientAddresses;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.user.CurrentUser;
import io.tollgate.user.User;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** There is no way back, so a recent login is not enough where there is a password. */
@Component
class ErasureHandler {

    private final Erasure erasure;
    private final CurrentUser currentUser;
    private final RecentLogin recentLogin;
    private final OwnPassword password;
    private final AuditLog audit;
    private final ClientAddresses addresses;
    private final Body body;

    ErasureHandler(
            Erasure erasure,
            CurrentUser currentUser,
            RecentLogin recentLogin,
            OwnPassword password,
            AuditLog audit,
            ClientAddresses addresses,
            Body body) {
        this.erasure = erasure;
        this.currentUser = currentUser;
        this.recentLogin = recentLogin;
        this.password = password;
        this.audit = audit;
        this.addresses = addresses;
        this.body = body;
    }

    Mono<ServerResponse> erase(ServerRequest request) {
        return recentLogin
                .require(request)
                .then(currentUser.any(request))
                .flatMap(user -> PasswordBody.of(request, body).flatMap(sent -> prove(user, sent, request)))
                .flatMap(user -> erasure.erase(user.id(), user.id(), addresses.facts(request)))
                .flatMap(ErasureHandler::answer);
    }

    private Mono<User> prove(User user, PasswordBody sent, ServerRequest request) {
        return sent.password() == null
                ? password.exists(user.id()).map(has -> requireNone(user, has))
                : password.matches(user, sent.password(), addresses.facts(request))
                        .flatMap(right -> right ? Mono.just(user) : refuse(user, request));
    }

    private static User requireNone(User user, boolean hasPassword) {
        if (hasPassword) {
            throw ApiException.invalid("password", "Field required");
        }
        return user;
    }

    private Mono<User> refuse(User user, ServerRequest request) {
        AuditEntry entry = AuditEntry.of("user.erased", addresses.facts(request))
                .by(user.id())
                .on("user", user.id());
        return audit.record(entry.failed("wrong_password"))
                .then(Mono.error(() -> new ApiException(ErrorCode.WRONG_PASSWORD, OwnPassword.WRONG)));
    }

    private static Mono<ServerResponse> answer(ErasureResult result) {
        return switch (result) {
            case ERASED, NOT_THERE -> ServerResponse.noContent().build();
            case LAST_ADMINISTRATOR -> Mono.error(() -> new ApiException(ErrorCode.LAST_ADMINISTRATOR));
        };
    }
}
