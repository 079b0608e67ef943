package io.tollgate.stripeemulator;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/checkout/sessions} in subscription or payment mode with a hosted page. */
final class CheckoutSessions {
    static final String KIND = "checkout.session";
    private static final Duration LIFE = Duration.ofHours(24);
    private static final Duration SHORTEST_LIFE = Duration.ofMinutes(30);

    private final Account account;
    private final Prices prices;

    CheckoutSessions(Account account, Prices prices) {
        this.account = account;
        this.prices = prices;
    }

    void addTo(Router router) {
        var creation = Accepted.of("adaptive_pricing allow_promotion_codes billing_address_collection"
                        + " branding_settings cancel_url client_reference_id currency custom_text customer customer_email"
                        + " customer_update expires_at integration_identifier line_items locale managed_payments metadata"
                        + " mode payment_method_collection payment_method_configuration payment_method_options"
                        + " payment_method_types phone_number_collection saved_payment_method_options submit_type"
                        + " payment_intent_data subscription_data success_url tax_id_collection ui_mode")
                .within("payment_intent_data", "description metadata setup_future_usage")
                .within(
                        "subscription_data",
                        "billing_mode description metadata proration_behavior trial_end"
                                + " trial_period_days trial_settings")
                .within("line_items", "adjustable_quantity metadata price price_data quantity")
                .butNot(
                        "after_expiration automatic_tax consent_collection custom_fields customer_account customer_creation discounts"
                                + " excluded_payment_method_types invoice_creation name_collection optional_items origin_context"
                                + " payment_method_data permissions redirect_on_completion return_url"
                                + " setup_intent_data shipping_address_collection shipping_options wallet_options");
        router.post("/v1/checkout/sessions", creation, this::create)
                .get(
                        "/v1/checkout/sessions",
                        Accepted.listOf("created customer payment_intent status subscription"),
                        this::list)
                .get(
                        "/v1/checkout/sessions/{id}",
                        Accepted.of(""),
                        call -> account.store().get(KIND, call.id()))
                .get("/v1/checkout/sessions/{id}/line_items", Accepted.listOf(""), this::lines)
                .post("/v1/checkout/sessions/{id}", Accepted.of("metadata"), this::update)
                .post("/v1/checkout/sessions/{id}/expire", Accepted.of(""), call -> expire(call.id()));
    }

    private ObjectNode create(Call call) {
        var params = call.params();
        var mode = params.required("mode");
        if (!List.of("subscription", "payment").contains(mode)) {
            throw StripeFailure.notEmulated("mode=" + mode);
        }
        if (params.has("payment".equals(mode) ? "subscription_data" : "payment_intent_data")) {
            throw StripeFailure.refused(
                    null, "mode", "You can not pass data of the other mode in `" + mode + "` mode.");
        }
        if (!params.has("line_items")) {
            throw StripeFailure.missingParameter("line_items");
        }
        params.oneOf("ui_mode", "hosted_page", "hosted_page");
        params.required("success_url");
        checkTrial(params.child("subscription_data"));
        var id = account.ids().session();
        var session = CheckoutSessionShape.fresh(id, account.baseUrl() + "/checkout/" + id);
        fill(session, params);
        total(session, CheckoutLines.read(account, prices, params, id));
        account.store().add(session);
        account.store()
                .add(CheckoutOrder.of(
                        id, params.child("payment".equals(mode) ? "payment_intent_data" : "subscription_data")));
        return session;
    }

    private void fill(ObjectNode session, Params params) {
        long now = account.clock().seconds();
        session.put("created", now).put("expires_at", expiry(params, now)).put("mode", params.required("mode"));
        for (var field :
                new String[] {"cancel_url", "client_reference_id", "customer_email", "success_url", "locale"}) {
            session.put(field, params.text(field));
        }
        session.put("payment_method_collection", params.text("payment_method_collection", "always"));
        session.put("allow_promotion_codes", params.flag("allow_promotion_codes"));
        session.put("billing_address_collection", params.text("billing_address_collection"));
        session.put("customer", customer(params));
        Metadata.merge(session, params);
    }

    private @Nullable String customer(Params params) {
        var customer = params.text("customer");
        if (customer != null && params.text("customer_email") != null) {
            var message = "You may only specify one of these parameters: customer, customer_email.";
            throw StripeFailure.validation(null, "customer", message);
        }
        return customer == null
                ? null
                : Json.string(account.store().referenced(Customers.KIND, customer, "customer"), "id");
    }

    private static long expiry(Params params, long now) {
        long expiry = params.integer("expires_at", now + LIFE.toSeconds());
        if (expiry < now + SHORTEST_LIFE.toSeconds() || expiry > now + LIFE.toSeconds()) {
            var message = "`expires_at` must be between 30 minutes and 24 hours from Checkout Session creation.";
            throw StripeFailure.validation(null, "expires_at", message);
        }
        return expiry;
    }

    private void checkTrial(Params subscription) {
        var days = subscription.integer("trial_period_days");
        var end = subscription.integer("trial_end");
        if (days != null && end != null) {
            var message = "You may only specify one of these parameters: trial_end, trial_period_days.";
            throw StripeFailure.validation(null, subscription.nameOf("trial_end"), message);
        }
        if (days != null && (days < 1 || days > 730)) {
            var message = "The trial must have between 1 and 730 days.";
            throw StripeFailure.validation(null, subscription.nameOf("trial_period_days"), message);
        }
        if (end != null
                && end < account.clock().seconds() + Duration.ofHours(48).toSeconds()) {
            var message = "The `trial_end` date has to be at least 2 days in the future.";
            throw StripeFailure.validation(null, subscription.nameOf("trial_end"), message);
        }
    }

    private static void total(ObjectNode session, ObjectNode lines) {
        var data = Json.list(lines, "data");
        long sum = data.valueStream()
                .mapToLong(line -> Json.number(line, "amount_total"))
                .sum();
        session.put("amount_subtotal", sum).put("amount_total", sum);
        session.put("currency", Json.string(data.path(0), "currency"));
    }

    private ObjectNode lines(Call call) {
        account.store().get(KIND, call.id());
        return CheckoutLines.list(account.store(), call.id());
    }

    private ObjectNode list(Call call) {
        return Listing.page(
                call,
                account.store().newestFirst(KIND),
                Listing.same(call, "customer")
                        .and(Listing.same(call, "payment_intent"))
                        .and(Listing.same(call, "status"))
                        .and(Listing.same(call, "subscription")));
    }

    private ObjectNode update(Call call) {
        var session = account.store().get(KIND, call.id());
        Metadata.merge(session, call.params());
        return session;
    }

    ObjectNode expire(String id) {
        var session = account.store().get(KIND, id);
        if (!Json.is(session, "status", "open")) {
            var message = "Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session has"
                    + " a status of `" + Json.string(session, "status") + "`.";
            throw StripeFailure.refused(null, null, message);
        }
        session.put("status", "expired").putNull("url");
        account.events().emit("checkout.session.expired", session);
        return session;
    }
}
