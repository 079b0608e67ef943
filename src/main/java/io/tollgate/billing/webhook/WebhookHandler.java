package io.tollgate.billing.webhook;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.Page;
import io.tollgate.platform.web.PageRequest;
import io.tollgate.platform.web.Parameters;
import io.tollgate.user.AdminAction;
import io.tollgate.user.CurrentUser;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /admin/webhook-endpoints} and {@code /admin/webhook-deliveries}. */
@Component
class WebhookHandler {

    private static final Set<String> STATUSES = Set.of("pending", "delivered", "failed");

    private final Endpoints endpoints;
    private final EndpointRepository repository;
    private final DeliveryRepository deliveries;
    private final Sending sending;
    private final AdminAction administrator;
    private final CurrentUser currentUser;
    private final Body body;

    WebhookHandler(
            Endpoints endpoints,
            EndpointRepository repository,
            DeliveryRepository deliveries,
            Sending sending,
            AdminAction administrator,
            CurrentUser currentUser,
            Body body) {
        this.endpoints = endpoints;
        this.repository = repository;
        this.deliveries = deliveries;
        this.sending = sending;
        this.administrator = administrator;
        this.currentUser = currentUser;
        this.body = body;
    }

    Mono<ServerResponse> list(ServerRequest request) {
        PageRequest page = PageRequest.of(request);
        return currentUser
                .admin(request)
                .flatMap(_ -> Mono.zip(
                        repository.list(page), repository.count(), (found, total) -> Page.of(page, found, total)))
                .flatMap(found -> ServerResponse.ok().bodyValue(found));
    }

    Mono<ServerResponse> show(ServerRequest request) {
        UUID id = id(request);
        return currentUser
                .admin(request)
                .flatMap(_ -> repository.find(id))
                .switchIfEmpty(Mono.error(Endpoints::notFound))
                .flatMap(found -> ServerResponse.ok().bodyValue(found));
    }

    Mono<ServerResponse> create(ServerRequest request) {
        return administrator
                .beginSensitive("webhook_endpoint.created", request)
                .flatMap(entry ->
                        body.of(request, EndpointRequest.class).flatMap(wanted -> endpoints.create(wanted, entry)))
                .flatMap(issued -> show(issued, HttpStatus.CREATED));
    }

    Mono<ServerResponse> change(ServerRequest request) {
        UUID id = id(request);
        return administrator
                .beginSensitive("webhook_endpoint.changed", request)
                .flatMap(entry ->
                        body.of(request, EndpointChange.class).flatMap(change -> endpoints.change(id, change, entry)))
                .flatMap(changed -> ServerResponse.ok().bodyValue(changed));
    }

    Mono<ServerResponse> rotate(ServerRequest request) {
        UUID id = id(request);
        return administrator
                .beginSensitive("webhook_endpoint.secret_rotated", request)
                .flatMap(entry ->
                        body.of(request, RotateSecret.class).flatMap(wanted -> endpoints.rotate(id, wanted, entry)))
                .flatMap(issued -> show(issued, HttpStatus.OK));
    }

    Mono<ServerResponse> delete(ServerRequest request) {
        UUID id = id(request);
        return administrator
                .begin("webhook_endpoint.deleted", request)
                .flatMap(entry -> endpoints
                        .delete(id, entry)
                        .then(ServerResponse.noContent().build()));
    }

    Mono<ServerResponse> test(ServerRequest request) {
        UUID id = id(request);
        return administrator
                .begin("webhook_endpoint.tested", request)
                .flatMap(entry -> sending.test(id, entry))
                .flatMap(delivery -> ServerResponse.accepted().bodyValue(delivery));
    }

    Mono<ServerResponse> replay(ServerRequest request) {
        UUID id = id(request);
        return administrator
                .begin("webhook_delivery.replayed", request)
                .flatMap(entry -> sending.replay(id, entry))
                .flatMap(delivery -> ServerResponse.accepted().bodyValue(delivery));
    }

    Mono<ServerResponse> deliveries(ServerRequest request) {
        UUID id = id(request);
        PageRequest page = PageRequest.of(request);
        String status = status(request);
        return currentUser
                .admin(request)
                .flatMap(_ -> repository.find(id))
                .switchIfEmpty(Mono.error(Endpoints::notFound))
                .flatMap(_ -> Mono.zip(
                        deliveries.page(id, status, page),
                        deliveries.count(id, status),
                        (found, total) -> Page.of(page, found, total)))
                .flatMap(found -> ServerResponse.ok().bodyValue(found));
    }

    private static Mono<ServerResponse> show(IssuedSecret issued, HttpStatus status) {
        return ServerResponse.status(status)
                .cacheControl(CacheControl.noStore())
                .bodyValue(issued);
    }

    private static @Nullable String status(ServerRequest request) {
        String status = request.queryParam("status").orElse("");
        if (status.isEmpty()) {
            return null;
        }
        if (!STATUSES.contains(status)) {
            throw ApiException.invalid("status", "Must be pending, delivered or failed");
        }
        return status;
    }

    private static UUID id(ServerRequest request) {
        return Parameters.requiredId(request, "id");
    }
}
