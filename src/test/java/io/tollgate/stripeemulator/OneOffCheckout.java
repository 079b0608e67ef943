package io.tollgate.stripeemulator;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The payer's side of a checkout session in payment mode: one amount, paid once, and the card kept where that was asked for. */
final class OneOffCheckout {
    private final Account account;
    private final Payments payments;

    OneOffCheckout(Account account, Payments payments) {
        this.account = account;
        this.payments = payments;
    }

    static boolean is(ObjectNode session) {
        return Json.is(session, "mode", "payment");
    }

    ObjectNode pay(ObjectNode session, @Nullable String email) {
        var order = CheckoutOrder.find(account.store(), Json.string(session, "id"));
        var intent = begun(session);
        intent.set("metadata", order.path("metadata").deepCopy());
        if (Json.is(order, "setup_future_usage", "off_session")) {
            keepCard(session, intent);
        }
        payments.succeed(intent);
        var customer = account.store().find(Customers.KIND, Json.text(session, "customer"));
        var payer = customer == null || email != null ? email : Json.string(customer, "email");
        session.set("customer_details", CheckoutSessionShape.payer(payer == null ? "" : payer));
        session.put("payment_status", "paid").put("status", "complete").putNull("url");
        account.events().emit("checkout.session.completed", session);
        return session;
    }

    ObjectNode decline(ObjectNode session) {
        payments.fail(begun(session));
        return session;
    }

    /** The session's one intent, made when the payer first tries. */
    private ObjectNode begun(ObjectNode session) {
        var known = Json.text(session, "payment_intent");
        if (known != null) {
            return account.store().get(Payments.INTENT, known);
        }
        var intent = payments.intent(
                Json.number(session, "amount_total"),
                Json.string(session, "currency"),
                Json.string(session, "customer"));
        session.put("payment_intent", Json.string(intent, "id"));
        return intent;
    }

    private void keepCard(ObjectNode session, ObjectNode intent) {
        var card = PaymentShape.card(
                account.ids().next("pm"),
                Json.string(session, "customer"),
                account.clock().seconds());
        intent.put("payment_method", Json.string(card, "id"));
        account.create(card, "payment_method.attached");
    }
}
