package io.tollgate.stripeemulator;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The line items of checkout sessions, which a session shows only when asked to expand them. */
final class CheckoutLines {
    private static final String KIND = "emulator.checkout_lines";

    private CheckoutLines() {}

    /** Reads {@code line_items}, each with an active price or {@code price_data}; keeps them with the session. */
    static ObjectNode read(Account account, Prices prices, Params params, String sessionId) {
        var lines = Json.object().put("object", KIND).put("id", KIND + ":" + sessionId);
        var data = lines.putArray("data");
        for (var given : params.children("line_items")) {
            var price = price(account, prices, given);
            checkMode(price, given, "subscription".equals(params.text("mode")));
            data.add(line(account, price, given.integer("quantity", 1)));
        }
        if (data.isEmpty()) {
            throw StripeFailure.missingParameter("line_items");
        }
        return account.store().add(lines);
    }

    private static ObjectNode price(Account account, Prices prices, Params given) {
        if (given.has("price_data")) {
            return prices.create(given.child("price_data"), null);
        }
        var price = account.store().referenced(Prices.KIND, given.required("price"), given.nameOf("price"));
        if (!Json.flag(price, "active")) {
            var message = "The price specified is inactive. This field only accepts active prices.";
            throw StripeFailure.refused(null, given.nameOf("price"), message);
        }
        return price;
    }

    private static void checkMode(ObjectNode price, Params given, boolean subscription) {
        if (subscription && price.path("recurring").isNull()) {
            var message = "You must provide at least one recurring price in `subscription` mode when using prices.";
            throw StripeFailure.refused(null, given.nameOf("price"), message);
        }
        if (!subscription && !price.path("recurring").isNull()) {
            var message = "You specified `payment` mode but passed a recurring price.";
            throw StripeFailure.refused(null, given.nameOf("price"), message);
        }
    }

    private static ObjectNode line(Account account, ObjectNode price, long quantity) {
        var product = account.store().get(Products.KIND, Json.string(price, "product"));
        long amount = Amounts.of(price, quantity);
        Amounts.requireWholeSteps(amount, Json.string(price, "currency"), "line_items");
        var line = Json.object()
                .put("id", account.ids().next("li"))
                .put("object", "item")
                .put("amount_discount", 0L)
                .put("amount_subtotal", amount)
                .put("amount_tax", 0L)
                .put("amount_total", amount)
                .put("currency", Json.string(price, "currency"))
                .put("description", Json.string(product, "name"));
        line.set("price", price.deepCopy());
        return line.put("quantity", quantity);
    }

    static List<ObjectNode> of(Store store, String sessionId) {
        return Json.list(store.get(KIND, KIND + ":" + sessionId), "data")
                .valueStream()
                .map(ObjectNode.class::cast)
                .toList();
    }

    static ObjectNode list(Store store, String sessionId) {
        return Listing.list("/v1/checkout/sessions/" + sessionId + "/line_items", of(store, sessionId), false);
    }
}
