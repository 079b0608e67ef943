package io.tollgate.stripeemulator;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** An event on its way to one endpoint: the bytes stay the same however often it is sent. */
record Delivery(String eventId, String type, String body, String endpoint, String url) {
    static Delivery of(ObjectNode event, ObjectNode endpoint) {
        return new Delivery(
                Json.string(event, "id"),
                Json.string(event, "type"),
                Json.pretty(event),
                Json.string(endpoint, "id"),
                Json.string(endpoint, "url"));
    }

    /** Where it comes in this order of event types or ids; at the end if it is not named. */
    int position(List<String> order) {
        int byType = order.indexOf(type);
        int byId = order.indexOf(eventId);
        return byId >= 0 ? byId : byType >= 0 ? byType : order.size();
    }
}
