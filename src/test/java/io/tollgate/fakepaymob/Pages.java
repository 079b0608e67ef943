package io.tollgate.fakepaymob;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.fakepaymob.FakeServer.Answer;
import io.tollgate.fakepaymob.FakeServer.Request;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** The page on which payers pay, and the dashboard on which the account's owner gives back. */
final class Pages {

    private static final String CHECKOUT = "/unifiedcheckout/";
    private static final String DASHBOARD = "/";
    private static final String CHOICE = "<form method=\"post\"><button name=\"action\" value=\"pay\">Pay</button>"
            + "<button name=\"action\" value=\"decline\" class=\"quiet\">Decline</button></form>";

    private final Account account;
    private final Function<ObjectNode, Callback> callbacks;
    private final Delivery delivery;

    Pages(Account account, Function<ObjectNode, Callback> callbacks, Delivery delivery) {
        this.account = account;
        this.callbacks = callbacks;
        this.delivery = delivery;
    }

    boolean has(Request request) {
        return request.path().equals(CHECKOUT) || request.path().equals(DASHBOARD);
    }

    Answer answer(Request request) {
        boolean post = request.method().equals("POST");
        if (request.path().equals(CHECKOUT)) {
            return account.bySecret(form(request.query()).getOrDefault("clientSecret", ""))
                    .map(order -> post ? act(order, form(request.body())) : show(order))
                    .orElseGet(() -> Answer.html(404, Html.page("Not found", "<h1>There is no such payment.</h1>")));
        }
        return post ? giveBack(form(request.body())) : dashboard();
    }

    private Answer show(Order order) {
        boolean paid = account.tries(order.reference()).stream()
                .anyMatch(attempt -> attempt.path("success").asBoolean());
        String title = order.asked().path("items").path(0).path("name").asString("Payment");
        return Answer.html(
                200,
                Html.page(
                        title,
                        "<h1>" + Html.escape(title) + "</h1>" + amount(order.amount(), order.currency())
                                + (paid ? "<p>This is paid.</p>" + back(order) : CHOICE)));
    }

    private Answer act(Order order, Map<String, String> form) {
        boolean pays = "pay".equals(form.get("action"));
        String answer = tell(order, account.tried(order, pays, false));
        return Answer.html(
                200,
                Html.page(
                        pays ? "Paid" : "Declined",
                        (pays ? "<h1>Paid.</h1>" : "<h1>Your card was declined.</h1>")
                                + "<p>The callback was " + Html.escape(answer) + ".</p>"
                                + (pays ? back(order) : CHOICE)));
    }

    private Answer dashboard() {
        String rows = account.payments().stream().map(Pages::row).collect(Collectors.joining());
        return Answer.html(
                200,
                Html.page(
                        "Payments",
                        "<h1>Payments</h1>" + (rows.isEmpty() ? "<p>None yet.</p>" : "<table>" + rows + "</table>")));
    }

    private static String row(ObjectNode payment) {
        long left = payment.path("amount_cents").asLong()
                - payment.path("refunded_amount_cents").asLong();
        boolean paid = payment.path("success").asBoolean();
        boolean there = paid && !payment.path("is_voided").asBoolean() && left > 0;
        String id = Html.escape(payment.path("id").asString());
        String form = "<form method=\"post\"><input type=\"hidden\" name=\"id\" value=\"" + id + "\">"
                + "<label>Cents <input name=\"amount\" inputmode=\"numeric\" value=\"" + left + "\"></label>"
                + "<button name=\"action\" value=\"refund\">Refund</button>"
                + "<button name=\"action\" value=\"void\" class=\"quiet\">Void</button></form>";
        return "<tr><td>" + id + "</td><td>"
                + Html.escape(payment.path("order").path("merchant_order_id").asString("")) + "</td><td>" + left + " "
                + Html.escape(payment.path("currency").asString("")) + "</td><td>"
                + (there ? form : paid ? "gone back" : "declined") + "</td></tr>";
    }

    private Answer giveBack(Map<String, String> form) {
        String id = form.getOrDefault("id", "");
        String amount = form.getOrDefault("amount", "");
        ("void".equals(form.get("action"))
                        ? account.cancel(id)
                        : account.refund(id, amount.matches("[0-9]{1,12}") ? Long.parseLong(amount) : 0))
                .ifPresent(child -> {
                    ObjectNode payment = account.find(id).orElseThrow();
                    Order order = account.order(
                            payment.path("order").path("merchant_order_id").asString());
                    String _ = tell(order, child);
                    String _ = tell(order, payment);
                });
        return Answer.seeOther(DASHBOARD);
    }

    private String tell(Order order, ObjectNode transaction) {
        return delivery.to(order.asked().path("notification_url").asString(""), callbacks.apply(transaction));
    }

    private static String amount(long cents, String currency) {
        return "<p class=\"amount\">" + BigDecimal.valueOf(cents, 2) + " " + Html.escape(currency) + "</p>";
    }

    private static String back(Order order) {
        String url = Html.escape(order.asked().path("redirection_url").asString("/"));
        return "<p><a href=\"" + url + "\">Back to the product</a></p>";
    }

    private static Map<String, String> form(String text) {
        return Arrays.stream(text.split("&"))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(
                        pair -> URLDecoder.decode(pair[0], UTF_8),
                        pair -> URLDecoder.decode(pair[1], UTF_8),
                        (first, _) -> first));
    }
}
