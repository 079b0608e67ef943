package io.tollgate.billing.metric;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.ClientAddresses;
import io.tollgate.platform.web.Page;
import io.tollgate.platform.web.PageRequest;
import io.tollgate.platform.web.Parameters;
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
    private final CurrentUser currentUser;
    private final ClientAddresses addresses;
    private final Body body;

    MetricHandler(
            MetricCatalogue catalogue,
            MetricRepository metrics,
            CurrentUser currentUser,
            ClientAddresses addresses,
            Body body) {
        this.catalogue = catalogue;
        this.metrics = metrics;
        this.currentUser = currentUser;
        this.addresses = addresses;
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
        return administrator("metric.created", request)
                .flatMap(entry -> body.of(request, MetricRequest.class).flatMap(wish -> catalogue.create(wish, entry)))
                .flatMap(metric -> ServerResponse.status(HttpStatus.CREATED).bodyValue(MetricView.of(metric)));
    }

    Mono<ServerResponse> change(ServerRequest request) {
        UUID id = id(request);
        return administrator("metric.changed", request)
                .flatMap(entry ->
                        body.of(request, ChangeMetric.class).flatMap(wish -> catalogue.change(id, wish, entry)))
                .flatMap(metric -> ServerResponse.ok().bodyValue(MetricView.of(metric)));
    }

    Mono<ServerResponse> delete(ServerRequest request) {
        UUID id = id(request);
        return administrator("metric.deleted", request)
                .flatMap(entry -> catalogue.delete(id, entry))
                .then(ServerResponse.noContent().build());
    }

    private Mono<AuditEntry> administrator(String action, ServerRequest request) {
        return currentUser
                .admin(request)
                .map(user -> AuditEntry.of(action, addresses.facts(request)).by(user.id()));
    }

    private static UUID id(ServerRequest request) {
        return Parameters.requiredId(request, "id");
    }
}
