package io.tollgate.admin.billing;

import io.tollgate.billing.reconciliation.Reconciling;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.platform.web.Page;
import io.tollgate.platform.web.PageRequest;
import io.tollgate.platform.web.Parameters;
import io.tollgate.user.AdminAction;
import io.tollgate.user.CurrentUser;
import java.net.URI;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /admin/billing/reconciliation}: compare everything with Stripe now, and what came of it. */
@Component
class ReconciliationHandler {

    private final Reconciling reconciling;
    private final AdminAction administrator;
    private final CurrentUser currentUser;

    ReconciliationHandler(Reconciling reconciling, AdminAction administrator, CurrentUser currentUser) {
        this.reconciling = reconciling;
        this.administrator = administrator;
        this.currentUser = currentUser;
    }

    Mono<ServerResponse> start(ServerRequest request) {
        return administrator
                .begin("reconciliation.started", request)
                .flatMap(reconciling::start)
                .flatMap(run -> ServerResponse.status(HttpStatus.ACCEPTED)
                        .location(URI.create("/admin/billing/reconciliation/" + run.id()))
                        .bodyValue(ReconciliationView.of(run, null)));
    }

    Mono<ServerResponse> list(ServerRequest request) {
        PageRequest page = PageRequest.of(request);
        return currentUser
                .admin(request)
                .flatMap(_ -> reconciling.page(page))
                .map(found -> Page.of(
                        page,
                        found.data().stream()
                                .map(run -> ReconciliationView.of(run, null))
                                .toList(),
                        found.total()))
                .flatMap(ReconciliationHandler::ok);
    }

    Mono<ServerResponse> show(ServerRequest request) {
        UUID id = id(request);
        PageRequest page = PageRequest.of(request);
        return currentUser
                .admin(request)
                .flatMap(_ -> reconciling.find(id))
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.RECONCILIATION_NOT_FOUND)))
                .zipWhen(_ -> reconciling.differences(id, page), ReconciliationView::of)
                .flatMap(ReconciliationHandler::ok);
    }

    private static Mono<ServerResponse> ok(Object view) {
        return ServerResponse.ok().cacheControl(CacheControl.noStore()).bodyValue(view);
    }

    private static UUID id(ServerRequest request) {
        return Parameters.id(request, "id").orElseThrow(() -> new ApiException(ErrorCode.RECONCILIATION_NOT_FOUND));
    }
}
