package io.tollgate.stripeemulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Prorations that wait for the next invoice of their subscription; each is also an {@code invoiceitem}. */
final class PendingLines {
    private final Account account;
    private final Map<String, List<ObjectNode>> lines = new HashMap<>();

    PendingLines(Account account) {
        this.account = account;
    }

    void add(ObjectNode subscription, List<ObjectNode> prorations) {
        prorations.forEach(line -> account.create(item(subscription, line), "invoiceitem.created"));
        lines.computeIfAbsent(Json.string(subscription, "id"), id -> new ArrayList<>())
                .addAll(prorations);
    }

    List<ObjectNode> of(ObjectNode subscription) {
        return lines.getOrDefault(Json.string(subscription, "id"), List.of()).stream()
                .map(ObjectNode::deepCopy)
                .toList();
    }

    List<ObjectNode> take(ObjectNode subscription) {
        var taken = lines.remove(Json.string(subscription, "id"));
        return taken == null ? List.of() : taken;
    }

    private ObjectNode item(ObjectNode subscription, ObjectNode line) {
        var details = line.path("parent").path("subscription_item_details");
        var item = Json.object()
                .put("id", Json.string(details, "invoice_item"))
                .put("object", "invoiceitem")
                .put("amount", Json.number(line, "amount"))
                .put("currency", Json.string(line, "currency"))
                .put("customer", Json.string(subscription, "customer"))
                .put("date", account.clock().seconds())
                .put("description", Json.string(line, "description"))
                .put("discountable", false)
                .set("discounts", Json.array())
                .putNull("invoice")
                .put("livemode", false)
                .set("metadata", Json.object())
                .put("net_amount", Json.number(line, "amount"));
        item.putObject("parent")
                .put("type", "subscription_details")
                .putObject("subscription_details")
                .put("subscription", Json.string(subscription, "id"))
                .put("subscription_item", Json.string(details, "subscription_item"));
        item.set("period", line.path("period").deepCopy());
        item.set("pricing", line.path("pricing").deepCopy());
        return item.put("proration", true)
                .put("quantity", Json.number(line, "quantity"))
                .set("tax_rates", Json.array())
                .putNull("test_clock");
    }
}
