package io.tollgate.billing.stripe;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.stripe.model.StripeObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** Stripe's answers, read with stripe-java's own adapters from the bytes that came. */
final class StripeJson {

    static {
        // A decoded object carries methods that call Stripe, blocking. So they throw instead.
        System.setProperty("stripe.disallowGlobalResponseGetterFallback", "true");
    }

    private StripeJson() {}

    /** @throws JsonParseException when it is no JSON object */
    static JsonObject parse(byte[] body) {
        JsonElement element = JsonParser.parseString(new String(body, StandardCharsets.UTF_8));
        if (element instanceof JsonObject object) {
            return object;
        }
        throw new JsonParseException("Not an object");
    }

    static <T extends StripeObject> T read(JsonObject json, Class<T> type) {
        T object = StripeObject.deserializeStripeObject(json, type, null);
        if (object == null) {
            throw new JsonParseException("Empty");
        }
        return object;
    }

    /** One page of a list. */
    static <T> StripePage<T> page(JsonObject json, Function<JsonObject, T> reader) {
        JsonArray data = json.getAsJsonArray("data");
        List<JsonObject> rows = StreamSupport.stream(data.spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .toList();
        boolean more = json.has("has_more") && json.get("has_more").getAsBoolean() && !rows.isEmpty();
        return new StripePage<>(
                rows.stream().map(reader).toList(),
                more ? rows.getLast().get("id").getAsString() : null);
    }
}
