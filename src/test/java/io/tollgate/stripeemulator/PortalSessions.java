package io.tollgate.stripeemulator;

import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/billing_portal/sessions} and its page, where a customer cancels or resumes. */
final class PortalSessions {
    private static final String KIND = "billing_portal.session";

    private final Account account;

    PortalSessions(Account account) {
        this.account = account;
    }

    void addTo(Router router) {
        var creation = Accepted.of("configuration customer flow_data locale return_url")
                .within(
                        "flow_data",
                        "after_completion subscription_cancel subscription_update"
                                + " subscription_update_confirm type")
                .butNot("customer_account on_behalf_of");
        router.post("/v1/billing_portal/sessions", creation, this::create);
    }

    private ObjectNode create(Call call) {
        var params = call.params();
        var customer = params.required("customer");
        account.store().referenced(Customers.KIND, customer, "customer");
        var id = account.ids().next("bps");
        var session = Json.object()
                .put("id", id)
                .put("object", KIND)
                .put("configuration", params.text("configuration", "bpc_emulator"))
                .put("created", account.clock().seconds())
                .put("customer", customer)
                .putNull("customer_account");
        session.set("flow", params.has("flow_data") ? flow(params.child("flow_data")) : null);
        session.put("livemode", false)
                .put("locale", params.text("locale"))
                .putNull("on_behalf_of")
                .put("return_url", params.text("return_url"));
        return account.store().add(session.put("url", account.baseUrl() + "/portal/" + id));
    }

    private ObjectNode flow(Params given) {
        var type = given.required("type");
        var flow = Json.object();
        var after = given.child("after_completion");
        flow.putObject("after_completion")
                .putNull("hosted_confirmation")
                .putNull("redirect")
                .put("type", after.text("type", "portal_homepage"));
        for (var name : new String[] {"subscription_cancel", "subscription_update", "subscription_update_confirm"}) {
            flow.putNull(name);
            if (name.equals(type)) {
                flow.putObject(name).put("subscription", subscription(given.child(name)));
            }
        }
        return flow.put("type", type);
    }

    private String subscription(Params given) {
        var id = given.required("subscription");
        return Json.string(account.store().referenced(Subscriptions.KIND, id, given.nameOf("subscription")), "id");
    }

    Answer show(String id) {
        var session = account.store().find(KIND, id);
        if (session == null) {
            return Answer.html(404, Html.page("Not found", "<h1>There is no such portal session.</h1>"));
        }
        var rows = account.store()
                .all(Subscriptions.KIND)
                .filter(subscription -> Json.is(subscription, "customer", Json.string(session, "customer")))
                .map(this::row)
                .collect(Collectors.joining());
        var back = Json.text(session, "return_url");
        return Answer.html(
                200,
                Html.page(
                        "Billing",
                        "<h1>Your subscriptions</h1>" + rows + (back == null ? "" : Html.link(back, "Return"))));
    }

    private String row(ObjectNode subscription) {
        var prices = Subscriptions.items(subscription).stream()
                .map(item -> account.store().get(Products.KIND, Json.string(item.path("price"), "product")))
                .map(product -> Html.escape(Json.string(product, "name")))
                .collect(Collectors.joining(", "));
        boolean ending = subscription.path("cancel_at").isNumber();
        var button = Subscriptions.over(subscription)
                ? ""
                : "<form method=\"post\"><input type=\"hidden\" name=\"subscription\" value=\""
                        + Json.string(subscription, "id") + "\">"
                        + (ending
                                ? Html.button("resume", "Resume", "")
                                : Html.button("cancel", "Cancel at period end", "quiet"))
                        + "</form>";
        var status = Json.string(subscription, "status") + (ending ? ", ends at the period's end" : "");
        return "<p>" + prices + " (" + status + ")</p>" + button;
    }

    Answer submit(String id, Params form) {
        var session = account.store().find(KIND, id);
        var subscription = account.store().find(Subscriptions.KIND, form.text("subscription"));
        if (session != null
                && subscription != null
                && Json.is(subscription, "customer", Json.string(session, "customer"))) {
            boolean cancel = "cancel".equals(form.text("action"));
            account.change(
                    subscription,
                    Subscriptions.UPDATED,
                    () -> SubscriptionFields.endAtDate(
                            subscription, cancel, account.clock().seconds()));
        }
        return Answer.seeOther("/portal/" + id);
    }
}
