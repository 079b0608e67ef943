package io.tollgate.admin.users;

import io.tollgate.auth.deactivation.Deactivation;
import io.tollgate.auth.deactivation.DeactivationOrder;
import io.tollgate.auth.mfa.MfaReset;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.platform.web.Times;
import io.tollgate.user.AdminAction;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /admin/users/{id}}: what is done to an account by the use cases of {@code auth}. */
@Component
class AccountHandler {

    private final UserAdministration administration;
    private final Deactivation deactivation;
    private final MfaReset mfaReset;
    private final AdminAction administrator;
    private final Body body;
    private final Clock clock;

    AccountHandler(
            UserAdministration administration,
            Deactivation deactivation,
            MfaReset mfaReset,
            AdminAction administrator,
            Body body,
            Clock clock) {
        this.administration = administration;
        this.deactivation = deactivation;
        this.mfaReset = mfaReset;
        this.administrator = administrator;
        this.body = body;
        this.clock = clock;
    }

    Mono<ServerResponse> deactivate(ServerRequest request) {
        UUID id = UserHandler.id(request);
        return administrator
                .beginSensitive("user.deactivated", request)
                .doOnNext(entry -> requireOther(id, entry))
                .flatMap(entry -> body.of(request, UserBodies.Deactivate.class)
                        .doOnNext(wanted -> requireFuture(wanted.until()))
                        .flatMap(wanted -> administration.deactivate(
                                new DeactivationOrder(id, actor(entry), wanted.reason(), wanted.until()),
                                entry.facts())))
                .flatMap(result -> switch (result) {
                    case DEACTIVATED, CHANGED, NOT_ACTIVE ->
                        ServerResponse.noContent().build();
                    case LAST_ADMINISTRATOR -> Mono.error(() -> new ApiException(ErrorCode.LAST_ADMINISTRATOR));
                });
    }

    /** The user logs in anew: nothing that was theirs before comes back to life. */
    Mono<ServerResponse> activate(ServerRequest request) {
        UUID id = UserHandler.id(request);
        return administrator
                .beginSensitive("user.reactivated", request)
                .flatMap(entry -> body.of(request, UserBodies.Reason.class)
                        .delayUntil(_ -> administration.find(id))
                        .flatMap(wanted -> deactivation.reactivate(id, actor(entry), wanted.reason(), entry.facts())))
                .then(ServerResponse.noContent().build());
    }

    /** Administrators never choose a password (ASVS 6.4.6): the user gets the mail they could have asked for. */
    Mono<ServerResponse> resetPassword(ServerRequest request) {
        UUID id = UserHandler.id(request);
        return administrator
                .beginSensitive("user.password_reset_sent", request)
                .flatMap(entry -> administration.sendReset(id, entry))
                .flatMap(sent -> sent ? accepted() : Mono.error(() -> new ApiException(ErrorCode.USER_NOT_ACTIVE)));
    }

    Mono<ServerResponse> resetMfa(ServerRequest request) {
        UUID id = UserHandler.id(request);
        return administrator
                .beginSensitive("mfa.reset_by_admin", request)
                .doOnNext(entry -> requireOther(id, entry))
                .delayUntil(_ -> administration.find(id))
                .flatMap(entry -> mfaReset.reset(id, actor(entry), entry.facts()))
                .then(ServerResponse.noContent().build());
    }

    private static Mono<ServerResponse> accepted() {
        return ServerResponse.status(HttpStatus.ACCEPTED).build();
    }

    private void requireFuture(@Nullable Instant until) {
        if (until != null) {
            Times.requireFuture("until", until, clock.instant());
        }
    }

    private static void requireOther(UUID id, AuditEntry entry) {
        if (id.equals(entry.actorId())) {
            throw new ApiException(ErrorCode.OWN_ACCOUNT);
        }
    }

    private static UUID actor(AuditEntry entry) {
        return Objects.requireNonNull(entry.actorId());
    }
}
