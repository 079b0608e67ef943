package io.tollgate.stripeemulator;

import java.time.Instant;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The hosted page of a checkout session: what it costs, and buttons to pay or be declined. */
final class CheckoutPage {
    private final Account account;
    private final Checkout checkout;

    CheckoutPage(Account account, Checkout checkout) {
        this.account = account;
        this.checkout = checkout;
    }

    Answer show(String sessionId) {
        var session = account.store().find(CheckoutSessions.KIND, sessionId);
        if (session == null) {
            return Answer.html(404, Html.page("Not found", "<h1>There is no such checkout session.</h1>"));
        }
        return switch (Json.string(session, "status")) {
            case "open" -> Answer.html(200, form(session, null));
            case "complete" ->
                Answer.html(200, Html.page("Paid", "<h1>This checkout is complete.</h1>" + back(session)));
            default -> Answer.html(410, Html.page("Expired", "<h1>This checkout has expired.</h1>" + back(session)));
        };
    }

    /** The form's buttons: {@code pay}, {@code pay_later}, {@code decline} and, for some trials, {@code no_card}. */
    Answer submit(String sessionId, Params form) {
        var session = account.store().find(CheckoutSessions.KIND, sessionId);
        if (session == null || !Json.is(session, "status", "open")) {
            return show(sessionId);
        }
        var action = form.text("action", "pay");
        var customer = Json.string(session, "customer");
        if ("decline".equals(action) || account.decliningCustomers().contains(customer)) {
            checkout.decline(sessionId);
            return Answer.html(402, form(session, "Your card was declined."));
        }
        var email = form.text("email");
        if (email == null && knownEmail(session) == null) {
            return Answer.html(400, form(session, "Please enter your e-mail address."));
        }
        if ("pay_later".equals(action)) {
            checkout.payLater(sessionId, email, "active");
        } else if ("no_card".equals(action)) {
            checkout.startWithoutCard(sessionId);
        } else {
            checkout.pay(sessionId, email);
        }
        return Answer.seeOther(Json.string(session, "success_url").replace("{CHECKOUT_SESSION_ID}", sessionId));
    }

    private String form(ObjectNode session, @Nullable String error) {
        var currency = Json.string(session, "currency");
        var amount = Amounts.show(Json.number(session, "amount_total"), currency);
        var lines = CheckoutLines.of(account.store(), Json.string(session, "id")).stream()
                .map(CheckoutPage::describe)
                .collect(Collectors.joining("<br>"));
        var content = "<h1>" + lines + "</h1><p class=\"amount\">" + Html.escape(amount) + "</p>"
                + trial(session)
                + (error == null ? "" : "<p class=\"error\" role=\"alert\">" + Html.escape(error) + "</p>")
                + "<form method=\"post\">" + emailField(session)
                + Html.button("pay", "Pay", "")
                + (OneOffCheckout.is(session)
                        ? ""
                        : Html.button("pay_later", "Pay with a method that settles later", "quiet"))
                + Html.button("decline", "Decline", "quiet") + withoutCard(session) + "</form><p>" + cancel(session)
                + "</p>"
                + "<p class=\"note\">Stripe emulator: no money moves.</p>";
        return Html.page("Checkout", content);
    }

    private static String withoutCard(ObjectNode session) {
        return Json.is(session, "payment_method_collection", "if_required")
                ? Html.button("no_card", "Start the trial without a card", "quiet")
                : "";
    }

    private static String describe(ObjectNode line) {
        var recurring = line.path("price").path("recurring");
        var quantity = Json.number(line, "quantity");
        if (recurring.isNull()) {
            return Html.escape((quantity == 1 ? "" : quantity + " × ") + Json.string(line, "description"));
        }
        long count = Json.number(recurring, "interval_count");
        var every = count == 1
                ? Json.string(recurring, "interval")
                : count + " " + Json.string(recurring, "interval") + "s";
        return Html.escape((quantity == 1 ? "" : quantity + " × ") + Json.string(line, "description") + " / " + every);
    }

    private String trial(ObjectNode session) {
        var order = CheckoutOrder.find(account.store(), Json.string(session, "id"));
        var end = CheckoutOrder.trialEnd(order, account.clock().seconds());
        return end == null ? "" : "<p>Free until " + Instant.ofEpochSecond(end) + "</p>";
    }

    private String emailField(ObjectNode session) {
        var known = knownEmail(session);
        return known == null
                ? "<label>E-mail<input type=\"email\" name=\"email\" required></label>"
                : "<p class=\"note\">" + Html.escape(known) + "</p>";
    }

    private @Nullable String knownEmail(ObjectNode session) {
        var customer = account.store().find(Customers.KIND, Json.text(session, "customer"));
        if (customer == null) {
            return Json.text(session, "customer_email");
        }
        var email = Json.text(customer, "email");
        return email == null ? Json.string(customer, "id") : email;
    }

    private static String cancel(ObjectNode session) {
        var url = Json.text(session, "cancel_url");
        return url == null ? "" : Html.link(url, "Cancel");
    }

    private static String back(ObjectNode session) {
        var url = Json.text(session, "success_url");
        return url == null
                ? ""
                : "<p>" + Html.link(url.replace("{CHECKOUT_SESSION_ID}", Json.string(session, "id")), "Continue")
                        + "</p>";
    }
}
