package io.tollgate.stripeemulator;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/prices}: amount and interval of a price never change, so an update does not know those parameters. */
final class Prices {
    static final String KIND = "price";
    private static final String RECURRING = "interval interval_count meter trial_period_days usage_type";

    private final Account account;

    Prices(Account account) {
        this.account = account;
    }

    void addTo(Router router) {
        var creation = Accepted.of("currency active billing_scheme lookup_key metadata nickname product product_data"
                        + " recurring tax_behavior transfer_lookup_key unit_amount unit_amount_decimal")
                .within("recurring", RECURRING)
                .within("product_data", "active id metadata name statement_descriptor tax_code unit_label")
                .butNot("currency_options custom_unit_amount tiers tiers_mode transform_quantity");
        router.post("/v1/prices", creation, call -> create(call.params(), null))
                .get(
                        "/v1/prices",
                        Accepted.listOf("active created currency lookup_keys product recurring type"),
                        this::list)
                .get("/v1/prices/{id}", Accepted.of(""), call -> account.store().get(KIND, call.id()))
                .post(
                        "/v1/prices/{id}",
                        Accepted.of("active lookup_key metadata nickname tax_behavior transfer_lookup_key")
                                .butNot("currency_options"),
                        this::update);
    }

    /** Creates a price from the parameters of a price, of {@code price_data} or of {@code default_price_data}. */
    ObjectNode create(Params params, @Nullable String ofProduct) {
        var currency = params.required("currency");
        if (!currency.matches("[a-zA-Z]{3}")) {
            throw StripeFailure.validation(null, params.nameOf("currency"), "Invalid currency: " + currency);
        }
        var amount = amount(params);
        var interval = recurring(params);
        var product = ofProduct == null ? product(params) : ofProduct;
        var price = Json.object("""
                {"object": "price", "active": true, "billing_scheme": "per_unit", "custom_unit_amount": null,
                 "livemode": false, "lookup_key": null, "metadata": {}, "nickname": null, "recurring": null,
                 "tax_behavior": "unspecified", "tiers_mode": null, "transform_quantity": null, "type": "one_time"}
                """);
        price.put("id", account.ids().next("price"))
                .put("created", account.clock().seconds());
        price.put("currency", currency.toLowerCase(Locale.ROOT)).put("product", product);
        price.put("unit_amount_decimal", amount.toPlainString());
        price.put("unit_amount", whole(amount));
        if (interval != null) {
            price.put("type", "recurring").set("recurring", interval);
        }
        price.put("active", params.flag("active", true));
        apply(price, params);
        return account.create(price, "price.created");
    }

    private static BigDecimal amount(Params params) {
        var whole = params.integer("unit_amount");
        var amount = whole == null ? params.decimal("unit_amount_decimal") : BigDecimal.valueOf(whole);
        if (amount == null) {
            throw StripeFailure.missingParameter(params.nameOf("unit_amount"));
        }
        if (amount.signum() < 0) {
            throw StripeFailure.validation(
                    "parameter_invalid_integer",
                    params.nameOf("unit_amount"),
                    "This value must be greater than or equal to 0.");
        }
        return amount;
    }

    private static @Nullable Long whole(BigDecimal amount) {
        var rounded = amount.setScale(0, RoundingMode.DOWN);
        return rounded.compareTo(amount) == 0 ? rounded.longValueExact() : null;
    }

    private static @Nullable ObjectNode recurring(Params params) {
        if (!params.has("recurring")) {
            return null;
        }
        var given = params.child("recurring");
        given.required("interval");
        return Json.object()
                .put("interval", given.oneOf("interval", "", "day", "week", "month", "year"))
                .put("interval_count", given.integer("interval_count", 1))
                .put("meter", given.text("meter"))
                .put("trial_period_days", given.integer("trial_period_days"))
                .put("usage_type", given.oneOf("usage_type", "licensed", "licensed", "metered"));
    }

    private String product(Params params) {
        if (params.has("product_data")) {
            return Json.string(Products.create(account, params.child("product_data")), "id");
        }
        var id = params.required("product");
        return Json.string(account.store().referenced(Products.KIND, id, params.nameOf("product")), "id");
    }

    private ObjectNode update(Call call) {
        var price = account.store().get(KIND, call.id());
        return account.change(price, "price.updated", () -> {
            price.put("active", call.params().flag("active", Json.flag(price, "active")));
            apply(price, call.params());
        });
    }

    private void apply(ObjectNode price, Params params) {
        if (params.has("nickname")) {
            price.put("nickname", params.text("nickname"));
        }
        if (params.has("tax_behavior")) {
            price.put("tax_behavior", params.text("tax_behavior", "unspecified"));
        }
        if (params.has("lookup_key")) {
            takeLookupKey(price, params);
        }
        Metadata.merge(price, params);
    }

    private void takeLookupKey(ObjectNode price, Params params) {
        var key = params.text("lookup_key");
        account.store()
                .all(KIND)
                .filter(other -> other != price && key != null && Json.is(other, "lookup_key", key))
                .forEach(owner -> {
                    if (!params.flag("transfer_lookup_key", false)) {
                        var message = "A price (`" + Json.string(owner, "id") + "`) already uses that lookup key.";
                        throw StripeFailure.refused(null, "lookup_key", message);
                    }
                    owner.putNull("lookup_key");
                });
        price.put("lookup_key", key);
    }

    private ObjectNode list(Call call) {
        var keys = call.params().texts("lookup_keys");
        var interval = call.params().child("recurring").text("interval");
        return Listing.page(
                call,
                account.store().newestFirst(KIND),
                Listing.same(call, "active")
                        .and(Listing.same(call, "currency"))
                        .and(Listing.same(call, "product"))
                        .and(Listing.same(call, "type"))
                        .and(price -> keys.isEmpty() || keys.contains(Json.string(price, "lookup_key")))
                        .and(price -> interval == null || Json.is(price.path("recurring"), "interval", interval)));
    }
}
