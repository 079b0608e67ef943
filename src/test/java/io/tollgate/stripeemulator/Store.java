package io.tollgate.stripeemulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Every object of the emulated account, by its {@code object} name and id, in order of creation. */
final class Store {
    private final Map<String, LinkedHashMap<String, ObjectNode>> kinds = new LinkedHashMap<>();
    private final Map<String, ObjectNode> byId = new LinkedHashMap<>();

    ObjectNode add(ObjectNode object) {
        var id = Json.string(object, "id");
        var _ = kind(Json.string(object, "object")).put(id, object);
        byId.put(id, object);
        return object;
    }

    void remove(String kind, String id) {
        kind(kind).remove(id);
        byId.remove(id);
    }

    @Nullable ObjectNode find(String kind, @Nullable String id) {
        return id == null ? null : kind(kind).get(id);
    }

    @Nullable ObjectNode find(String id) {
        return byId.get(id);
    }

    /** The object a path names: 404 {@code resource_missing} if there is none. */
    ObjectNode get(String kind, String id) {
        var found = find(kind, id);
        if (found == null) {
            throw StripeFailure.missingObject(kind, id);
        }
        return found;
    }

    /** The object a parameter names: 400 {@code resource_missing} with that parameter if there is none. */
    ObjectNode referenced(String kind, String id, String param) {
        var found = find(kind, id);
        if (found == null) {
            throw StripeFailure.missingReference(kind, id, param);
        }
        return found;
    }

    List<ObjectNode> newestFirst(String kind) {
        return new ArrayList<>(kind(kind).values()).reversed();
    }

    Stream<ObjectNode> all(String kind) {
        return new ArrayList<>(kind(kind).values()).stream();
    }

    private LinkedHashMap<String, ObjectNode> kind(String kind) {
        return kinds.computeIfAbsent(kind, k -> new LinkedHashMap<>());
    }
}
