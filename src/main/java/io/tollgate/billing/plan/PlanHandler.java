package io.tollgate.billing.plan;

import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.Parameters;
import io.tollgate.user.AdminAction;
import io.tollgate.user.CurrentUser;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /billing/plans}: read by anyone, written by administrators. */
@Component
class PlanHandler {

    private final PublishedPlans published;
    private final PlanCatalogue catalogue;
    private final PlanRepository plans;
    private final PlanVersions versions;
    private final AdminAction administrator;
    private final CurrentUser currentUser;
    private final Body body;

    PlanHandler(
            PublishedPlans published,
            PlanCatalogue catalogue,
            PlanRepository plans,
            PlanVersions versions,
            AdminAction administrator,
            CurrentUser currentUser,
            Body body) {
        this.published = published;
        this.catalogue = catalogue;
        this.plans = plans;
        this.versions = versions;
        this.administrator = administrator;
        this.currentUser = currentUser;
        this.body = body;
    }

    Mono<ServerResponse> list(ServerRequest request) {
        return published.list().flatMap(rendering -> rendering.answer(request));
    }

    Mono<ServerResponse> get(ServerRequest request) {
        return published
                .one(id(request))
                .switchIfEmpty(Mono.error(PlanCatalogue::notFound))
                .flatMap(rendering -> rendering.answer(request));
    }

    Mono<ServerResponse> create(ServerRequest request) {
        return administrator
                .begin("plan.created", request)
                .flatMap(entry ->
                        body.of(request, CreatePlan.class).flatMap(plan -> catalogue.create(plan.draft(), entry)))
                .flatMap(plan -> ServerResponse.status(HttpStatus.CREATED).bodyValue(PlanView.of(plan)));
    }

    Mono<ServerResponse> change(ServerRequest request) {
        UUID id = id(request);
        return administrator
                .begin("plan.changed", request)
                .flatMap(entry ->
                        body.of(request, ChangePlan.class).flatMap(change -> catalogue.change(id, change, entry)))
                .flatMap(plan -> ServerResponse.ok().bodyValue(PlanView.of(plan)));
    }

    Mono<ServerResponse> delete(ServerRequest request) {
        UUID id = id(request);
        return administrator
                .begin("plan.deleted", request)
                .flatMap(entry -> catalogue.delete(id, entry))
                .then(ServerResponse.noContent().build());
    }

    Mono<ServerResponse> versions(ServerRequest request) {
        UUID id = id(request);
        return currentUser
                .admin(request)
                .flatMap(_ -> plans.findById(id))
                .switchIfEmpty(Mono.error(PlanCatalogue::notFound))
                .flatMap(plan -> versions.of(id)
                        .map(all -> all.stream()
                                .map(version -> PlanVersionView.of(version, plan))
                                .toList()))
                .flatMap(view -> ServerResponse.ok().bodyValue(view));
    }

    private static UUID id(ServerRequest request) {
        return Parameters.requiredId(request, "id");
    }
}
