package io.tollgate.admin.users;

import io.tollgate.auth.mfa.SecondFactors;
import io.tollgate.auth.session.SessionListRepository;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.platform.web.Page;
import io.tollgate.platform.web.PageRequest;
import io.tollgate.platform.web.Parameters;
import io.tollgate.user.AdminAction;
import io.tollgate.user.CurrentUser;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /admin/users}: reading, sessions, role, impersonation. */
@Component
class UserHandler {

    private final UserListRepository list;
    private final UserDetailRepository details;
    private final SecondFactors factors;
    private final SessionListRepository sessions;
    private final UserAdministration administration;
    private final RoleChange roles;
    private final Impersonation impersonation;
    private final AdminAction administrator;
    private final CurrentUser currentUser;
    private final Body body;

    UserHandler(
            UserListRepository list,
            UserDetailRepository details,
            SecondFactors factors,
            SessionListRepository sessions,
            UserAdministration administration,
            RoleChange roles,
            Impersonation impersonation,
            AdminAction administrator,
            CurrentUser currentUser,
            Body body) {
        this.list = list;
        this.details = details;
        this.factors = factors;
        this.sessions = sessions;
        this.administration = administration;
        this.roles = roles;
        this.impersonation = impersonation;
        this.administrator = administrator;
        this.currentUser = currentUser;
        this.body = body;
    }

    Mono<ServerResponse> list(ServerRequest request) {
        return currentUser
                .admin(request)
                .then(Mono.fromCallable(() -> UserQuery.of(request)))
                .flatMap(list::page)
                .flatMap(page ->
                        ServerResponse.ok().cacheControl(CacheControl.noStore()).bodyValue(page));
    }

    Mono<ServerResponse> show(ServerRequest request) {
        return administrator
                .begin("user.viewed", request)
                .delayUntil(entry -> administration.recordLook(id(request), entry))
                .then(Mono.defer(() -> detail(request)));
    }

    Mono<ServerResponse> verify(ServerRequest request) {
        return administrator
                .beginSensitive("user.verified_by_admin", request)
                .flatMap(entry -> administration.verify(id(request), entry))
                .then(Mono.defer(() -> detail(request)));
    }

    Mono<ServerResponse> changeRole(ServerRequest request) {
        return administrator
                .beginSensitive("user.role_changed", request)
                .flatMap(entry -> body.of(request, UserBodies.Role.class)
                        .flatMap(wanted -> roles.change(id(request), wanted.admin(), entry)))
                .flatMap(result -> switch (result) {
                    case DONE -> detail(request);
                    case NO_SUCH_USER -> refuse(ErrorCode.USER_NOT_FOUND);
                    case OWN_ACCOUNT -> refuse(ErrorCode.OWN_ACCOUNT);
                    case LAST_ADMIN -> refuse(ErrorCode.LAST_ADMINISTRATOR);
                });
    }

    Mono<ServerResponse> impersonate(ServerRequest request) {
        return administrator
                .beginSensitive("user.impersonated", request)
                .flatMap(entry -> body.of(request, UserBodies.Reason.class)
                        .flatMap(wanted -> impersonation.begin(id(request), wanted.reason(), entry)))
                .flatMap(answer ->
                        ServerResponse.ok().cacheControl(CacheControl.noStore()).bodyValue(answer));
    }

    Mono<ServerResponse> listSessions(ServerRequest request) {
        return administrator
                .begin("user.sessions_viewed", request)
                .delayUntil(entry -> administration.recordLook(id(request), entry))
                .then(Mono.defer(() -> administration.find(id(request))))
                .flatMap(user -> sessions(user.id(), PageRequest.of(request)))
                .flatMap(page ->
                        ServerResponse.ok().cacheControl(CacheControl.noStore()).bodyValue(page));
    }

    Mono<ServerResponse> endSessions(ServerRequest request) {
        return administrator
                .beginSensitive("user.sessions_ended", request)
                .flatMap(entry -> administration.endSessions(id(request), entry))
                .then(ServerResponse.noContent().build());
    }

    Mono<ServerResponse> endSession(ServerRequest request) {
        return administrator
                .beginSensitive("user.session_ended", request)
                .flatMap(entry -> administration.endSession(id(request), uuid(request, "sid"), entry))
                .flatMap(ended -> ended ? ServerResponse.noContent().build() : refuse(ErrorCode.SESSION_NOT_FOUND));
    }

    private Mono<Page<?>> sessions(UUID userId, PageRequest page) {
        return Mono.zip(
                sessions.page(userId, null, page).collectList(),
                sessions.count(userId),
                (views, total) -> Page.of(page, views, total));
    }

    private Mono<ServerResponse> detail(ServerRequest request) {
        return details.find(id(request))
                .zipWhen(detail -> factors.methods(detail.user().id()), AdminUserDetail::with)
                .zipWhen(detail -> sessions.count(detail.user().id()), AdminUserDetail::withLive)
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.USER_NOT_FOUND)))
                .flatMap(detail ->
                        ServerResponse.ok().cacheControl(CacheControl.noStore()).bodyValue(detail));
    }

    private static Mono<ServerResponse> refuse(ErrorCode code) {
        return Mono.error(() -> new ApiException(code));
    }

    static UUID id(ServerRequest request) {
        return uuid(request, "id");
    }

    private static UUID uuid(ServerRequest request, String name) {
        return Parameters.requiredId(request, name);
    }
}
