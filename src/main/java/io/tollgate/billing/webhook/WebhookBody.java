package io.tollgate.billing.webhook;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes what is sent: {@code {"id", "type", "timestamp", "data"}}. */
@Component
class WebhookBody {

    /** Receivers may refuse more (Standard Webhooks, "Payload size"). */
    static final int MAX_BYTES = 20_000;

    private final JsonMapper json;

    WebhookBody(JsonMapper json) {
        this.json = json;
    }

    /** @param timestamp of the change, not of an attempt to tell it */
    private record Content(UUID id, String type, Instant timestamp, Object data) {}

    /** Data that is too much is left out but for the ids: whoever wants the rest asks for it. */
    String of(UUID id, WebhookNews news, Instant timestamp) {
        String text = text(id, news, timestamp, news.data());
        return text.getBytes(StandardCharsets.UTF_8).length < MAX_BYTES
                ? text
                : text(id, news, timestamp, reference(news));
    }

    private String text(UUID id, WebhookNews news, Instant timestamp, Object data) {
        return json.writeValueAsString(new Content(id, news.type().value(), timestamp, data));
    }

    private static Map<String, Object> reference(WebhookNews news) {
        Map<String, Object> reference = new HashMap<>(Map.of("id", news.objectId(), "truncated", true));
        if (news.userId() != null) {
            reference.put("user_id", news.userId());
        }
        return reference;
    }
}
