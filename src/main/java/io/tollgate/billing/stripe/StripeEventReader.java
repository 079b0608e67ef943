package io.tollgate.billing.stripe;

import com.google.gson.JsonObject;
import java.time.Instant;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads events of any API version. stripe-java's own reader refuses other versions than its own and falls over events without
 * a version, and handlers take nothing but ids anyway.
 */
@Component
class StripeEventReader {

    private final JsonMapper json;

    StripeEventReader(JsonMapper json) {
        this.json = json;
    }

    StripeEvent read(String payload) {
        return read(json.readTree(payload));
    }

    StripeEvent read(JsonObject payload) {
        return read(payload.toString());
    }

    private static StripeEvent read(JsonNode event) {
        JsonNode object = event.path("data").path("object");
        return new StripeEvent(
                event.path("id").asString(),
                event.path("type").asString(),
                event.path("api_version").stringValue(null),
                object.path("id").stringValue(null),
                Instant.ofEpochSecond(event.path("created").asLong(0)),
                event.path("livemode").asBoolean(false),
                object);
    }
}
