package io.tollgate.stripeemulator;

import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/products}. */
final class Products {
    static final String KIND = "product";
    private static final String FIELDS =
            "active description images marketing_features metadata name package_dimensions shippable"
                    + " statement_descriptor tax_code unit_label url";

    private final Account account;
    private final Prices prices;

    Products(Account account, Prices prices) {
        this.account = account;
        this.prices = prices;
    }

    void addTo(Router router) {
        router.post("/v1/products", Accepted.of(FIELDS + " id type default_price_data"), this::create)
                .get("/v1/products", Accepted.listOf("active created ids shippable type url"), this::list)
                .get(
                        "/v1/products/{id}",
                        Accepted.of(""),
                        call -> account.store().get(KIND, call.id()))
                .post("/v1/products/{id}", Accepted.of(FIELDS + " default_price"), this::update)
                .delete("/v1/products/{id}", Accepted.of(""), this::delete);
    }

    private ObjectNode create(Call call) {
        var product = create(account, call.params());
        if (call.params().has("default_price_data")) {
            var price = prices.create(call.params().child("default_price_data"), Json.string(product, "id"));
            product.put("default_price", Json.string(price, "id"));
        }
        return product;
    }

    static ObjectNode create(Account account, Params params) {
        var name = params.required("name");
        var id = params.text("id", account.ids().next("prod"));
        if (account.store().find(KIND, id) != null) {
            throw StripeFailure.refused("resource_already_exists", "id", "Product already exists.");
        }
        var product = Json.object("""
                {"object": "product", "active": true, "default_price": null, "description": null, "images": [],
                 "livemode": false, "marketing_features": [], "metadata": {}, "package_dimensions": null,
                 "shippable": null, "statement_descriptor": null, "tax_code": null, "type": "service",
                 "unit_label": null, "url": null}
                """);
        long now = account.clock().seconds();
        product.put("id", id).put("name", name).put("created", now).put("updated", now);
        apply(product, params);
        return account.create(product, "product.created");
    }

    private ObjectNode update(Call call) {
        var product = account.store().get(KIND, call.id());
        var defaultPrice = call.params().text("default_price");
        if (defaultPrice != null) {
            var price = account.store().referenced(Prices.KIND, defaultPrice, "default_price");
            if (!Json.is(price, "product", call.id())) {
                throw StripeFailure.refused(null, "default_price", "The price does not belong to this product.");
            }
        }
        return account.change(product, "product.updated", () -> {
            apply(product, call.params());
            if (defaultPrice != null) {
                product.put("default_price", defaultPrice);
            }
            product.put("updated", account.clock().seconds());
        });
    }

    private static void apply(ObjectNode product, Params params) {
        for (var field : new String[] {"description", "statement_descriptor", "tax_code", "unit_label", "url"}) {
            if (params.has(field)) {
                product.put(field, params.text(field));
            }
        }
        product.put("name", params.text("name", Json.string(product, "name")));
        product.put("active", params.flag("active", Json.flag(product, "active")));
        Metadata.merge(product, params);
    }

    private ObjectNode list(Call call) {
        var ids = call.params().texts("ids");
        return Listing.page(
                call,
                account.store().newestFirst(KIND),
                Listing.same(call, "active")
                        .and(Listing.same(call, "url"))
                        .and(product -> ids.isEmpty() || ids.contains(Json.string(product, "id"))));
    }

    private ObjectNode delete(Call call) {
        var product = account.store().get(KIND, call.id());
        if (account.store().all(Prices.KIND).anyMatch(price -> Json.is(price, "product", call.id()))) {
            var message = "This product cannot be deleted because it has one or more user-created prices.";
            throw StripeFailure.refused(null, null, message);
        }
        account.store().remove(KIND, call.id());
        account.events().emit("product.deleted", product);
        return Json.object().put("id", call.id()).put("object", KIND).put("deleted", true);
    }
}
