package io.tollgate.stripeemulator;

import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** Dispatches what a browser asks for, and shows what the account holds. */
final class Pages {
    private static final int SHOWN = 50;

    private final Account account;
    private final CheckoutPage checkout;
    private final PortalSessions portal;

    Pages(Account account, CheckoutPage checkout, PortalSessions portal) {
        this.account = account;
        this.checkout = checkout;
        this.portal = portal;
    }

    Answer answer(Request request) {
        var path = request.path();
        if (path.startsWith("/checkout/")) {
            var id = path.substring("/checkout/".length());
            return request.isPost() ? checkout.submit(id, request.params()) : checkout.show(id);
        }
        if (path.startsWith("/portal/")) {
            var id = path.substring("/portal/".length());
            return request.isPost() ? portal.submit(id, request.params()) : portal.show(id);
        }
        if (path.matches("/(objects|invoice|receipt)/.+")) {
            return document(path.split("/")[2]);
        }
        return path.equals("/")
                ? Answer.html(200, overview())
                : Answer.html(404, Html.page("Not found", "<h1>There is no such page.</h1>"));
    }

    private Answer document(String id) {
        var object = account.store().find(id);
        if (object == null) {
            return Answer.html(404, Html.page("Not found", "<h1>There is no such document.</h1>"));
        }
        var text = "<h1>" + Html.escape(id) + "</h1><pre>" + Html.escape(Json.pretty(object)) + "</pre>";
        return Answer.html(200, Html.widePage(id, text));
    }

    private String overview() {
        return Html.widePage(
                "Stripe emulator",
                "<h1>Stripe emulator</h1>"
                        + table(
                                "Checkout sessions",
                                CheckoutSessions.KIND,
                                session -> Json.is(session, "status", "open")
                                        ? Html.link(Json.string(session, "url"), "pay")
                                        : Json.string(session, "status"))
                        + table(
                                "Subscriptions",
                                Subscriptions.KIND,
                                subscription -> Json.string(subscription, "status"))
                        + table(
                                "Invoices",
                                Invoices.KIND,
                                invoice -> Json.string(invoice, "status") + " "
                                        + Amounts.show(Json.number(invoice, "total"), Json.string(invoice, "currency")))
                        + table("Customers", Customers.KIND, customer -> Html.escape(Json.string(customer, "email")))
                        + table("Products", Products.KIND, product -> Html.escape(Json.string(product, "name")))
                        + table(
                                "Prices",
                                Prices.KIND,
                                price -> Json.string(price, "unit_amount_decimal") + " "
                                        + Json.string(price, "currency"))
                        + table("Events", Events.KIND, event -> Html.escape(Json.string(event, "type"))));
    }

    private String table(String title, String kind, Function<ObjectNode, String> describe) {
        var rows = new StringBuilder();
        account.store().newestFirst(kind).stream()
                .limit(SHOWN)
                .forEach(object -> rows.append("<tr><td>")
                        .append(Html.link("/objects/" + Json.string(object, "id"), Json.string(object, "id")))
                        .append("</td><td>")
                        .append(describe.apply(object))
                        .append("</td></tr>"));
        return "<h2>" + Html.escape(title) + "</h2><table>" + rows + "</table>";
    }
}
