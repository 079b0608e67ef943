package io.tollgate.billing.metric;

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
import reactor.core.publisher.Mono;

/** {@code /billing/metrics}: for administrators. */
@Component
class MetricHandler {

    private final MetricCatalogue catalogue;
    private final MetricRepository metrics;
    private final AdminAction administrator;
    private final CurrentUser currentUser;
    private final Body body;

    MetricHandler(
            MetricCatalogue catalogue,
            MetricRepository metrics,
            AdminAction administrator,
            CurrentUser currentUser,
            Body body) {
        this.catalogue = catalogue;
        this.metrics = metrics;
        this.administrator = administrator;
        this.currentUser = currentUser;
        this.body = body;
    }

    Mono<ServerResponse> list(ServerRequest request) {
        PageRequest page = PageRequest.of(request);
        return currentUser
                .admin(request)
                .flatMap(_ -> metrics.page(page.limit(), page.offset()))
                .map(found -> found.stream().map(MetricView::of).toList())
                .zipWhen(_ -> metrics.count(), (views, total) -> Page.of(page, views, total))
                .flatMap(view -> ServerResponse.ok().bodyValue(view));
    }

    Mono<ServerResponse> get(ServerRequest request) {
        UUID id = id(request);
        return currentUser
                .admin(request)
                .flatMap(_ -> metrics.find(id))
                .switchIfEmpty(Mono.error(MetricCatalogue::notFound))
                .flatMap(metric -> ServerResponse.ok().bodyValue(MetricView.of(metric)));
    }

    Mono<ServerResponse> create(ServerRequest request) {
        return administrator
                .begin("metric.created", request)
                .flatMap(entry -> body.of(request, MetricRequest.class).flatMap(wish -> catalogue.create(wish, entry)))
                .flatMap(metric -> ServerResponse.status(HttpStatus.CREATED).bodyValue(MetricView.of(metric)));
    }

    Mono<ServerResponse> change(ServerRequest request) {
        UUID id = id(request);
        return administrator
                .begin("metric.changed", request)
                .flatMap(entry ->
                        body.of(request, ChangeMetric.class).flatMap(wish -> catalogue.change(id, wish, entry)))
                .flatMap(metric -> ServerResponse.ok().bodyValue(MetricView.of(metric)));
    }

    Mono<ServerResponse> delete(ServerRequest request) {
        UUID id = id(request);
        return administrator
                .begin("metric.deleted", request)
                .flatMap(entry -> catalogue.delete(id, entry))
                .then(ServerResponse.noContent().build());
    }

    private static UUID id(ServerRequest request) {
        return Parameters.requiredId(request, "id");
    }
}
