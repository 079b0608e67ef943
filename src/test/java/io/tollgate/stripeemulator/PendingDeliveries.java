package io.tollgate.stripeemulator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** The endpoints that have not taken an event yet; the event shows their number as {@code pending_webhooks}. */
final class PendingDeliveries {
    private final Store store;
    private final Map<String, Set<String>> waiting = new HashMap<>();

    PendingDeliveries(Store store) {
        this.store = store;
    }

    void expect(ObjectNode event, List<ObjectNode> endpoints) {
        event.put("pending_webhooks", endpoints.size());
        if (!endpoints.isEmpty()) {
            waiting.put(
                    Json.string(event, "id"),
                    endpoints.stream()
                            .map(endpoint -> Json.string(endpoint, "id"))
                            .collect(Collectors.toSet()));
        }
    }

    void taken(Delivery delivery) {
        var left = waiting.get(delivery.eventId());
        if (left == null || !left.remove(delivery.endpoint())) {
            return;
        }
        var event = store.find(Events.KIND, delivery.eventId());
        if (event != null) {
            event.put("pending_webhooks", left.size());
        }
        if (left.isEmpty()) {
            waiting.remove(delivery.eventId());
        }
    }

    boolean none(String eventId) {
        return !waiting.containsKey(eventId);
    }
}
