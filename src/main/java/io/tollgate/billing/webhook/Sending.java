package io.tollgate.billing.webhook;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Sends on demand: a delivery once more, with the id it had, and a message that only says that it is a test. */
@Component
class Sending {

    private final DeliveryRepository deliveries;
    private final EndpointRepository endpoints;
    private final EndpointHealth health;
    private final WebhookMessages messages;
    private final Outbox outbox;
    private final AuditLog audit;
    private final TransactionalOperator tx;

    Sending(
            DeliveryRepository deliveries,
            EndpointRepository endpoints,
            EndpointHealth health,
            WebhookMessages messages,
            Outbox outbox,
            AuditLog audit,
            TransactionalOperator tx) {
        this.deliveries = deliveries;
        this.endpoints = endpoints;
        this.health = health;
        this.messages = messages;
        this.outbox = outbox;
        this.audit = audit;
        this.tx = tx;
    }

    Mono<DeliveryView> replay(UUID deliveryId, AuditEntry entry) {
        return deliveries
                .find(deliveryId)
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.WEBHOOK_DELIVERY_NOT_FOUND)))
                .delayUntil(delivery -> ready(delivery.endpointId()))
                .delayUntil(this::beginAnew)
                .delayUntil(_ -> audit.record(entry.on("webhook_delivery", deliveryId)))
                .then(Mono.defer(() -> deliveries.find(deliveryId)))
                .as(tx::transactional);
    }

    Mono<DeliveryView> test(UUID endpointId, AuditEntry entry) {
        return ready(endpointId)
                .flatMap(endpoint -> messages.writeTo(endpointId, test(endpoint)))
                .delayUntil(_ -> audit.record(entry.on("webhook_endpoint", endpointId)))
                .flatMap(deliveries::find)
                .as(tx::transactional);
    }

    private Mono<Endpoint> ready(UUID endpointId) {
        return endpoints
                .find(endpointId)
                .switchIfEmpty(Mono.error(Endpoints::notFound))
                .filter(Endpoint::enabled)
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.WEBHOOK_ENDPOINT_DISABLED)))
                .delayUntil(endpoint -> health.wake(endpoint.id()));
    }

    private Mono<Void> beginAnew(DeliveryView delivery) {
        return deliveries
                .beginAnew(delivery.id())
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.WEBHOOK_DELIVERY_PENDING)))
                .flatMap(round -> outbox.enqueue(
                        DeliveryOrder.TYPE, delivery.endpointId().toString(), new DeliveryOrder(delivery.id(), round)));
    }

    private static WebhookNews test(Endpoint endpoint) {
        return new WebhookNews(
                WebhookType.WEBHOOK_TEST,
                null,
                endpoint.id(),
                Map.of("endpoint_id", endpoint.id(), "message", "This is a test."));
    }
}
