package io.tollgate.stripeemulator;

import tools.jackson.databind.node.ObjectNode;

/** The {@code items} parameter: an entry with an id changes or deletes that item, one without adds another. */
final class SubscriptionItems {
    private SubscriptionItems() {}

    static void applyTo(ObjectNode subscription, Account account, Params params) {
        for (var given : params.children("items")) {
            var id = given.text("id");
            var item = id == null ? added(account, subscription) : existing(subscription, id, given);
            if (given.flag("deleted", false)) {
                delete(subscription, item);
            } else {
                change(account, item, given);
            }
        }
        var items = Subscriptions.items(subscription);
        if (items.isEmpty()) {
            throw StripeFailure.refused(null, "items", "A subscription must have at least one active plan.");
        }
        Json.child(subscription, "items").put("total_count", items.size());
    }

    private static void change(Account account, ObjectNode item, Params given) {
        if (given.has("price")) {
            var id = given.required("price");
            var price = account.store().referenced(Prices.KIND, id, given.nameOf("price"));
            if (!Json.flag(price, "active")) {
                var message = "The price specified is inactive. This field only accepts active prices.";
                throw StripeFailure.refused(null, given.nameOf("price"), message);
            }
            if (price.path("recurring").isNull()) {
                throw StripeFailure.refused(null, given.nameOf("price"), "The price must be recurring.");
            }
            SubscriptionShape.price(item, price);
        } else if (item.path("price").isMissingNode()) {
            throw StripeFailure.missingParameter(given.nameOf("price"));
        }
        item.put("quantity", given.integer("quantity", Json.number(item, "quantity")));
        Metadata.merge(item, given);
    }

    private static ObjectNode existing(ObjectNode subscription, String id, Params given) {
        return Subscriptions.items(subscription).stream()
                .filter(item -> Json.is(item, "id", id))
                .findFirst()
                .orElseThrow(() -> StripeFailure.missingReference("subscription item", id, given.nameOf("id")));
    }

    private static ObjectNode added(Account account, ObjectNode subscription) {
        var first = Subscriptions.items(subscription).getFirst();
        var item = SubscriptionShape.item(
                account.ids().next("si"),
                Json.string(subscription, "id"),
                account.clock().seconds());
        item.put("current_period_start", Json.number(first, "current_period_start"));
        item.put("current_period_end", Json.number(first, "current_period_end"));
        Json.list(subscription.path("items"), "data").add(item);
        return item;
    }

    private static void delete(ObjectNode subscription, ObjectNode item) {
        var data = Json.list(subscription.path("items"), "data");
        for (int i = data.size() - 1; i >= 0; i--) {
            if (data.get(i) == item) {
                data.remove(i);
            }
        }
    }
}
