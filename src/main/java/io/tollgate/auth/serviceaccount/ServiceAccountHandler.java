package io.tollgate.auth.serviceaccount;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.Page;
import io.tollgate.platform.web.PageRequest;
import io.tollgate.platform.web.Parameters;
import io.tollgate.user.AdminAction;
import io.tollgate.user.CurrentUser;
import java.util.Objects;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /admin/service-accounts}. */
@Component
class ServiceAccountHandler {

    private final ServiceAccounts accounts;
    private final ServiceAccountRepository repository;
    private final AdminAction administrator;
    private final CurrentUser currentUser;
    private final Body body;

    ServiceAccountHandler(
            ServiceAccounts accounts,
            ServiceAccountRepository repository,
            AdminAction administrator,
            CurrentUser currentUser,
            Body body) {
        this.accounts = accounts;
        this.repository = repository;
        this.administrator = administrator;
        this.currentUser = currentUser;
        this.body = body;
    }

    Mono<ServerResponse> list(ServerRequest request) {
        return currentUser
                .admin(request)
                .then(Mono.fromCallable(() -> PageRequest.of(request)))
                .flatMap(page -> Mono.zip(
                        repository.list(page), repository.count(), (accounts, total) -> Page.of(page, accounts, total)))
                .flatMap(page -> ServerResponse.ok().bodyValue(page));
    }

    Mono<ServerResponse> show(ServerRequest request) {
        return currentUser
                .admin(request)
                .flatMap(_ -> repository.find(id(request)))
                .switchIfEmpty(Mono.error(ServiceAccounts::notFound))
                .flatMap(account -> ServerResponse.ok().bodyValue(account));
    }

    Mono<ServerResponse> create(ServerRequest request) {
        return administrator
                .beginSensitive("service_account.created", request)
                .flatMap(entry -> body.of(request, CreateServiceAccount.class)
                        .flatMap(wanted -> accounts.create(wanted, owner(wanted, entry), entry)))
                .flatMap(issued -> show(issued, HttpStatus.CREATED));
    }

    Mono<ServerResponse> change(ServerRequest request) {
        return administrator
                .beginSensitive("service_account.changed", request)
                .flatMap(entry -> body.of(request, ChangeServiceAccount.class)
                        .flatMap(change -> accounts.change(id(request), change, entry)))
                .flatMap(account -> ServerResponse.ok().bodyValue(account));
    }

    Mono<ServerResponse> rotate(ServerRequest request) {
        return administrator
                .beginSensitive("service_account.rotated", request)
                .flatMap(entry -> body.of(request, RotateSecret.class)
                        .flatMap(wanted -> accounts.rotate(id(request), wanted.overlap(), entry)))
                .flatMap(issued -> show(issued, HttpStatus.OK));
    }

    Mono<ServerResponse> revoke(ServerRequest request) {
        return administrator
                .beginSensitive("service_account.revoked", request)
                .flatMap(entry -> accounts.revoke(id(request), entry))
                .then(ServerResponse.noContent().build());
    }

    private static Mono<ServerResponse> show(IssuedToken issued, HttpStatus status) {
        return ServerResponse.status(status)
                .cacheControl(CacheControl.noStore())
                .bodyValue(issued);
    }

    private static UUID owner(CreateServiceAccount wanted, AuditEntry entry) {
        return wanted.ownerId() == null ? Objects.requireNonNull(entry.actorId()) : wanted.ownerId();
    }

    private static UUID id(ServerRequest request) {
        return Parameters.requiredId(request, "id");
    }
}
