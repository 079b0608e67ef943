package io.tollgate.stripeemulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What a change in the middle of a period costs, to the second: a credit for the old items, a charge for the new ones. */
final class Proration {
    private final Account account;

    Proration(Account account) {
        this.account = account;
    }

    /**
     * The lines of a change.
     *
     * @param before the subscription as billed
     * @param after the subscription as planned; an item whose period starts anew is charged in full
     * @param at when the change counts, epoch seconds
     */
    List<ObjectNode> lines(ObjectNode before, ObjectNode after, long at) {
        var lines = new ArrayList<ObjectNode>();
        if (Json.is(before, "status", "trialing")) {
            return lines;
        }
        var old = byId(before);
        var planned = byId(after);
        old.forEach((id, item) -> {
            if (differs(item, planned.get(id))) {
                lines.add(line(item, at, -1, "Unused time on "));
            }
        });
        planned.forEach((id, item) -> {
            if (differs(item, old.get(id))) {
                lines.add(line(item, at, 1, "Remaining time on "));
            }
        });
        return lines;
    }

    /** The credit for all unused time: what an immediate cancellation gives back. */
    List<ObjectNode> credits(ObjectNode subscription, long at) {
        return lines(subscription, Json.object("{\"items\": {\"data\": []}}"), at);
    }

    private static boolean differs(ObjectNode item, @Nullable ObjectNode other) {
        return other == null
                || !Json.string(item.path("price"), "id").equals(Json.string(other.path("price"), "id"))
                || Json.number(item, "quantity") != Json.number(other, "quantity")
                || Json.number(item, "current_period_end") != Json.number(other, "current_period_end");
    }

    private ObjectNode line(ObjectNode item, long at, int sign, String what) {
        var price = Json.child(item, "price");
        long start = Json.number(item, "current_period_start");
        long end = Json.number(item, "current_period_end");
        long full = Amounts.of(price, Json.number(item, "quantity"));
        long amount = sign * Amounts.share(full, Math.max(0, end - Math.max(at, start)), end - start);
        var name = Json.string(account.store().get(Products.KIND, Json.string(price, "product")), "name");
        var day = Instant.ofEpochSecond(at).toString().substring(0, 10);
        var text = new InvoiceShape.LineText(amount, what + name + " after " + day, Math.max(at, start), end);
        return InvoiceShape.line(
                account.ids().next("il"), item, price, account.ids().next("ii"), text);
    }

    private static Map<String, ObjectNode> byId(ObjectNode subscription) {
        return Subscriptions.items(subscription).stream()
                .collect(Collectors.toMap(
                        item -> Json.string(item, "id"), Function.identity(), (one, other) -> one, LinkedHashMap::new));
    }
}
