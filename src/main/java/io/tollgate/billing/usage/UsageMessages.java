package io.tollgate.billing.usage;

import io.tollgate.platform.jobs.Message;
import io.tollgate.platform.jobs.MessageHandler;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Events from Kafka, one a message, for producers that outgrow HTTP: the same events and the same answers. An event without a time
 * happened when its message was sent, however long that lay.
 */
@Component
class UsageMessages implements MessageHandler {

    private final UsageDesk desk;
    private final JsonMapper json;
    private final ObjectReader reader;
    private final UsageProperties properties;

    UsageMessages(UsageDesk desk, JsonMapper json, UsageProperties properties) {
        this.desk = desk;
        this.json = json;
        this.reader = json.readerFor(JsonNode.class)
                .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
        this.properties = properties;
    }

    @Override
    public String topic() {
        return properties.topic();
    }

    @Override
    public Duration wanted() {
        return properties.reach();
    }

    @Override
    public Mono<List<byte[]>> handle(List<Message> messages) {
        List<ToldEvent> events = messages.stream().map(this::read).toList();
        return desk.hear(events)
                .map(results -> IntStream.range(0, events.size())
                        .mapToObj(i -> json.writeValueAsBytes(
                                UsageResultView.of(events.get(i).event(), results.get(i))))
                        .toList());
    }

    /** What cannot be read is no event, and is answered as such. */
    private ToldEvent read(Message message) {
        return new ToldEvent(event(message.value()), message.sentAt());
    }

    private JsonNode event(byte[] value) {
        try {
            JsonNode event = value.length == 0 ? null : reader.readValue(value);
            return event == null ? MissingNode.getInstance() : event;
        } catch (JacksonException _) {
            return MissingNode.getInstance();
        }
    }
}
