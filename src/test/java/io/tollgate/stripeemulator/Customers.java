package io.tollgate.stripeemulator;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/customers}. */
final class Customers {
    static final String KIND = "customer";
    private static final String FIELDS =
            "address balance business_name description email individual_name invoice_prefix invoice_settings metadata"
                    + " name next_invoice_sequence phone preferred_locales shipping tax tax_exempt validate";
    private static final String[] TEXTS = {"description", "email", "name", "phone"};

    private final Account account;

    Customers(Account account) {
        this.account = account;
    }

    void addTo(Router router) {
        var refused = "cash_balance default_source payment_method source tax_id_data test_clock";
        router.post("/v1/customers", Accepted.of(FIELDS).butNot(refused), call -> create(call.params()))
                .get("/v1/customers", Accepted.listOf("created email"), this::list)
                .get("/v1/customers/{id}", Accepted.of(""), this::retrieve)
                .post("/v1/customers/{id}", Accepted.of(FIELDS).butNot(refused), this::update)
                .delete("/v1/customers/{id}", Accepted.of(""), this::delete);
    }

    ObjectNode create(@Nullable String email) {
        return create(new Params(email == null ? Map.of() : Map.of("email", email), ""));
    }

    private ObjectNode create(Params params) {
        var customer = Json.object("""
                {"object": "customer", "address": null, "balance": 0, "currency": null, "customer_account": null,
                 "default_source": null, "delinquent": false, "description": null, "discount": null, "email": null,
                 "invoice_settings": {"custom_fields": null, "default_payment_method": null, "footer": null,
                 "rendering_options": null}, "livemode": false, "metadata": {}, "name": null,
                 "next_invoice_sequence": 1, "phone": null, "preferred_locales": [], "shipping": null,
                 "tax_exempt": "none", "test_clock": null}
                """);
        customer.put("id", account.ids().next("cus"))
                .put("created", account.clock().seconds());
        customer.put("invoice_prefix", account.ids().secret("").substring(0, 8).toUpperCase(Locale.ROOT));
        apply(customer, params);
        return account.create(customer, "customer.created");
    }

    private ObjectNode update(Call call) {
        var customer = account.store().get(KIND, call.id());
        return account.change(customer, "customer.updated", () -> apply(customer, call.params()));
    }

    private static void apply(ObjectNode customer, Params params) {
        var email = params.text("email");
        if (email != null && !email.contains("@")) {
            throw StripeFailure.validation("email_invalid", "email", "Invalid email address: " + email);
        }
        for (var field : TEXTS) {
            if (params.has(field)) {
                customer.put(field, params.text(field));
            }
        }
        if (params.has("address")) {
            customer.set("address", address(params.child("address")));
        }
        var locales = params.texts("preferred_locales");
        if (!locales.isEmpty()) {
            customer.putArray("preferred_locales")
                    .addAll(locales.stream().map(Json::textNode).toList());
        }
        customer.put("balance", params.integer("balance", Json.number(customer, "balance")));
        customer.put(
                "tax_exempt",
                params.oneOf("tax_exempt", Json.string(customer, "tax_exempt"), "none", "exempt", "reverse"));
        var method = params.child("invoice_settings").text("default_payment_method");
        if (method != null) {
            Json.child(customer, "invoice_settings").put("default_payment_method", method);
        }
        Metadata.merge(customer, params);
    }

    private static ObjectNode address(Params given) {
        var address = Json.object();
        for (var field : new String[] {"city", "country", "line1", "line2", "postal_code", "state"}) {
            address.put(field, given.text(field));
        }
        return address;
    }

    private ObjectNode retrieve(Call call) {
        var deleted = account.store().find("deleted_customer:" + call.id());
        return deleted == null ? account.store().get(KIND, call.id()) : gone(call.id());
    }

    private ObjectNode list(Call call) {
        return Listing.page(call, account.store().newestFirst(KIND), Listing.same(call, "email"));
    }

    /** A deleted customer can still be retrieved, as a stump, and its subscriptions end. */
    private ObjectNode delete(Call call) {
        var customer = account.store().get(KIND, call.id());
        account.store()
                .all(Subscriptions.KIND)
                .filter(subscription -> Json.is(subscription, "customer", call.id()))
                .forEach(
                        subscription -> Subscriptions.end(account, subscription, "canceled", "cancellation_requested"));
        account.store().remove(KIND, call.id());
        account.store()
                .add(Json.object().put("id", "deleted_customer:" + call.id()).put("object", "deleted_customer"));
        account.events().emit("customer.deleted", customer);
        return gone(call.id());
    }

    private static ObjectNode gone(String id) {
        return Json.object().put("id", id).put("object", KIND).put("deleted", true);
    }
}
