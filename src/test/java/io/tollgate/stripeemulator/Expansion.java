package io.tollgate.stripeemulator;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code expand[]}: replaces ids by objects and adds the lists that only appear when asked for. */
final class Expansion {
    private final Store store;

    Expansion(Store store) {
        this.store = store;
    }

    /** A copy of {@code body} with every dotted path expanded, such as {@code data.latest_invoice.payments}. */
    ObjectNode expand(ObjectNode body, List<String> paths) {
        var copy = body.deepCopy();
        paths.forEach(path -> expand(copy, List.of(path.split("\\.")), path));
        return copy;
    }

    private void expand(JsonNode node, List<String> path, String whole) {
        if (path.isEmpty() || node.isNull()) {
            return;
        }
        if (node instanceof ArrayNode elements) {
            elements.forEach(element -> expand(element, path, whole));
            return;
        }
        var name = path.getFirst();
        if (!(node instanceof ObjectNode object)) {
            throw notExpandable(whole);
        }
        addList(object, name);
        if (!object.has(name)) {
            throw notExpandable(whole);
        }
        expand(resolved(object, name, whole, path.size() == 1), path.subList(1, path.size()), whole);
    }

    private JsonNode resolved(ObjectNode object, String name, String whole, boolean last) {
        var value = object.get(name);
        if (value.isString()) {
            var target = store.find(value.stringValue());
            if (target == null) {
                throw notExpandable(whole);
            }
            value = target.deepCopy();
            object.set(name, value);
        } else if (last && !value.isNull() && !value.isObject() && !value.isArray()) {
            throw notExpandable(whole);
        }
        return value;
    }

    /** The lists an object only shows when they are asked for. */
    private void addList(ObjectNode object, String name) {
        if (object.has(name)) {
            return;
        }
        var id = Json.string(object, "id");
        switch (Json.string(object, "object") + "." + name) {
            case "invoice.payments" ->
                object.set(name, owned("invoice_payment", "invoice", id, "/v1/invoice_payments"));
            case "charge.refunds" -> object.set(name, owned("refund", "charge", id, "/v1/charges/" + id + "/refunds"));
            case "customer.subscriptions" ->
                object.set(name, owned("subscription", "customer", id, "/v1/customers/" + id + "/subscriptions"));
            case "checkout.session.line_items" -> object.set(name, CheckoutLines.list(store, id));
            default -> {}
        }
    }

    private ObjectNode owned(String kind, String field, String id, String url) {
        var data = store.newestFirst(kind).stream()
                .filter(candidate -> Json.is(candidate, field, id))
                .toList();
        return Listing.list(url, data, false);
    }

    private static StripeFailure notExpandable(String path) {
        return StripeFailure.validation(null, "expand", "This property cannot be expanded (" + path + ").");
    }
}
