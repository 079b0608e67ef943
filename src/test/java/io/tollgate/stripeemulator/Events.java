package io.tollgate.stripeemulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes an event with a snapshot of the object for each change and hands it to whoever delivers events. */
final class Events {
    static final String KIND = "event";
    /** Stripe keeps 30 days of events; this bounds an emulator under load. */
    private static final int KEPT = 20_000;

    /** The request that caused an event; both null if a control or the passing of time did. */
    record Origin(@Nullable String requestId, @Nullable String idempotencyKey) {
        static final Origin NONE = new Origin(null, null);
    }

    private final Store store;
    private final Ids ids;
    private final EmulatorClock clock;
    private final List<Consumer<ObjectNode>> readers = new ArrayList<>();
    private final Deque<String> written = new ArrayDeque<>();
    /** The events in whose objects a text stands, such as an id: looking through all of them takes longer with each test. */
    private final Map<String, List<String>> mentions = new HashMap<>();

    private Origin origin = Origin.NONE;

    Events(Store store, Ids ids, EmulatorClock clock) {
        this.store = store;
        this.ids = ids;
        this.clock = clock;
    }

    void readBy(Consumer<ObjectNode> reader) {
        readers.add(reader);
    }

    <T> T causedBy(Origin cause, Supplier<T> work) {
        origin = cause;
        try {
            return work.get();
        } finally {
            origin = Origin.NONE;
        }
    }

    void emit(String type, ObjectNode object) {
        emit(type, object, null);
    }

    void changed(String type, ObjectNode before, ObjectNode after) {
        var previous = Json.object();
        before.properties().forEach(field -> {
            if (!field.getValue().equals(after.get(field.getKey()))) {
                previous.set(field.getKey(), field.getValue());
            }
        });
        if (!previous.isEmpty()) {
            emit(type, after, previous);
        }
    }

    /** The ids of the events, oldest first, whose object is or names the one with this id. */
    List<String> about(String id) {
        return mentions.getOrDefault(id, List.of()).stream()
                .filter(event -> store.find(KIND, event) != null)
                .toList();
    }

    private void emit(String type, ObjectNode object, @Nullable ObjectNode previous) {
        var data = Json.object();
        data.set("object", object.deepCopy());
        if (previous != null) {
            data.set("previous_attributes", previous);
        }
        var event = Json.object()
                .put("id", ids.next("evt"))
                .put("object", KIND)
                .put("api_version", Account.API_VERSION)
                .put("created", clock.seconds());
        event.set("data", data);
        event.put("livemode", false).put("pending_webhooks", 0L);
        event.putObject("request").put("id", origin.requestId()).put("idempotency_key", origin.idempotencyKey());
        event.put("type", type);
        store.add(event);
        written.addLast(Json.string(event, "id"));
        texts(object)
                .distinct()
                .forEach(text ->
                        mentions.computeIfAbsent(text, _ -> new ArrayList<>()).add(Json.string(event, "id")));
        if (written.size() > KEPT) {
            store.remove(KIND, written.removeFirst());
        }
        readers.forEach(reader -> reader.accept(event));
    }

    private static Stream<String> texts(JsonNode node) {
        return node.isString()
                ? Stream.of(node.stringValue())
                : node.valueStream().flatMap(Events::texts);
    }
}
