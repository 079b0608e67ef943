package io.tollgate.billing.subscription;

import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.Page;
import io.tollgate.platform.web.PageRequest;
import io.tollgate.platform.web.Parameters;
import io.tollgate.user.AdminAction;
import io.tollgate.user.CurrentUser;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code /billing/plans/{id}/migrate} and {@code …/migrations}: for administrators. */
@Component
class MigrationHandler {

    private final Migrating migrating;
    private final MigrationRepository migrations;
    private final AdminAction administrator;
    private final CurrentUser currentUser;
    private final Body body;

    MigrationHandler(
            Migrating migrating,
            MigrationRepository migrations,
            AdminAction administrator,
            CurrentUser currentUser,
            Body body) {
        this.migrating = migrating;
        this.migrations = migrations;
        this.administrator = administrator;
        this.currentUser = currentUser;
        this.body = body;
    }

    Mono<ServerResponse> migrate(ServerRequest request) {
        UUID planId = id(request, "id");
        return administrator
                .begin("plan.migration_started", request)
                .flatMap(entry ->
                        body.of(request, MigrateRequest.class).flatMap(wish -> migrating.start(planId, wish, entry)))
                .flatMap(view -> ServerResponse.status(HttpStatus.ACCEPTED).bodyValue(view));
    }

    Mono<ServerResponse> list(ServerRequest request) {
        UUID planId = id(request, "id");
        PageRequest page = PageRequest.of(request);
        return currentUser
                .admin(request)
                .flatMap(_ -> migrating.plan(planId))
                .flatMap(_ -> migrations.ofPlan(planId, page.limit(), page.offset()))
                .flatMap(found ->
                        Flux.fromIterable(found).concatMap(migrating::view).collectList())
                .zipWhen(_ -> migrations.count(planId), (views, total) -> Page.of(page, views, total))
                .flatMap(view -> ServerResponse.ok().bodyValue(view));
    }

    Mono<ServerResponse> show(ServerRequest request) {
        UUID planId = id(request, "id");
        UUID migrationId = id(request, "migrationId");
        return currentUser
                .admin(request)
                .flatMap(_ -> migrating.view(planId, migrationId))
                .flatMap(view -> ServerResponse.ok().bodyValue(view));
    }

    private static UUID id(ServerRequest request, String variable) {
        return Parameters.requiredId(request, variable, variable.equals("id") ? "id" : "migration_id");
    }
}
