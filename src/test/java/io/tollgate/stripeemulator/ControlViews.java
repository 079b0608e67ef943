package io.tollgate.stripeemulator;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of the controls: faults in, requests and deliveries out. */
final class ControlViews {
    private ControlViews() {}

    static Fault fault(ObjectNode body) {
        return new Fault(
                Fault.Kind.valueOf(body.path("kind").asString("status").toUpperCase(Locale.ROOT)),
                body.path("method").asString("*"),
                body.path("path").asString("*"),
                body.path("times").asInt(1),
                body.path("performs").asBoolean(false) || Json.is(body, "kind", "timeout"),
                body.path("status").asInt(500),
                body.path("should_retry").isBoolean() ? Boolean.valueOf(Json.flag(body, "should_retry")) : null,
                Json.text(body, "rate_limited_reason"),
                Duration.ofMillis(Json.number(body, "delay_ms")));
    }

    static ObjectNode requests(Iterable<ReceivedRequest> received) {
        var view = Json.object();
        var data = view.putArray("data");
        for (var request : received) {
            var entry = data.addObject()
                    .put("method", request.method())
                    .put("path", request.path())
                    .put("idempotency_key", request.idempotencyKey())
                    .put("at", request.at().getEpochSecond());
            entry.set("params", params(request.params()));
        }
        return view;
    }

    private static ObjectNode params(Map<?, ?> params) {
        var view = Json.object();
        params.forEach((name, value) -> {
            if (value instanceof Map<?, ?> nested) {
                view.set(name.toString(), params(nested));
            } else {
                view.put(name.toString(), value.toString());
            }
        });
        return view;
    }

    static ObjectNode deliveries(WebhookSender sender) {
        var view = Json.object().put("under_way", sender.underWay());
        var held = view.putArray("held");
        sender.heldTypes().forEach(held::add);
        var data = view.putArray("data");
        for (var attempt : sender.attempts) {
            data.addObject()
                    .put("event", attempt.eventId())
                    .put("type", attempt.type())
                    .put("url", attempt.url())
                    .put("attempt", attempt.number())
                    .put("status", attempt.status())
                    .put("error", attempt.error())
                    .put("at", attempt.at().getEpochSecond());
        }
        return view;
    }
}
