package io.tollgate.stripeemulator;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The payer's side of a checkout session: paying, being declined, paying with a method that settles later. */
final class Checkout {
    private final Account account;
    private final Customers customers;
    private final Payments payments;
    private final Invoices invoices;
    private final OneOffCheckout oneOff;

    Checkout(Account account, Customers customers, Payments payments, Invoices invoices) {
        this.account = account;
        this.customers = customers;
        this.payments = payments;
        this.invoices = invoices;
        this.oneOff = new OneOffCheckout(account, payments);
    }

    /** Pays with a good card: the subscription, its invoice, payment and charge exist and the session is complete. */
    ObjectNode pay(String sessionId, @Nullable String email) {
        var session = open(sessionId);
        if (account.decliningCustomers().contains(Json.string(session, "customer"))) {
            decline(sessionId);
            throw StripeFailure.cardDeclined();
        }
        if (OneOffCheckout.is(session)) {
            return oneOff.pay(session, email);
        }
        var subscription = subscribe(session, email);
        account.change(subscription, Subscriptions.UPDATED, () -> {
            var invoice = bill(session, subscription);
            long due = Json.number(invoice, "amount_due");
            boolean paid = invoices.collectConfirmed(invoice);
            session.put("payment_status", due == 0 ? "no_payment_required" : paid ? "paid" : "unpaid");
            if (!Json.is(subscription, "status", "trialing")) {
                subscription.put("status", "active");
            }
        });
        return complete(session);
    }

    /** Begins a trial without giving a card, which the page allows when it only collects one if it must. */
    ObjectNode startWithoutCard(String sessionId) {
        var session = open(sessionId);
        var subscription = subscribe(session, null);
        boolean free = Json.is(subscription, "status", "trialing")
                && Json.is(session, "payment_method_collection", "if_required");
        if (!free) {
            throw StripeFailure.refused(null, null, "This Checkout Session wants a card.");
        }
        account.change(subscription, Subscriptions.UPDATED, () -> {
            subscription.putNull("default_payment_method");
            var _ = invoices.collectConfirmed(bill(session, subscription));
            session.put("payment_status", "no_payment_required");
        });
        return complete(session);
    }

    /** The card is refused: the session stays open and nothing but a failed payment exists. */
    ObjectNode decline(String sessionId) {
        var session = open(sessionId);
        if (OneOffCheckout.is(session)) {
            return oneOff.decline(session);
        }
        long amount = Json.number(session, "amount_total");
        payments.fail(payments.intent(amount, Json.string(session, "currency"), Json.string(session, "customer")));
        return session;
    }

    /**
     * Pays with a method that settles days later: the session is complete but unpaid.
     *
     * @param status of the subscription meanwhile; Stripe makes it {@code active} at once
     */
    ObjectNode payLater(String sessionId, @Nullable String email, String status) {
        var session = open(sessionId);
        var subscription = subscribe(session, email);
        account.change(subscription, Subscriptions.UPDATED, () -> {
            var invoice = bill(session, subscription);
            payments.process(payments.open(invoice));
            // That it was tried counts from the beginning, not from the bank's answer.
            invoice.put("attempted", true).put("attempt_count", 1);
            subscription.put("status", status);
        });
        return complete(session);
    }

    /** The bank's answer to {@link #payLater}; a refusal voids the invoice and an active subscription stays active. */
    ObjectNode settle(String sessionId, boolean accepted) {
        var session = account.store().get(CheckoutSessions.KIND, sessionId);
        var invoice = account.store().get(Invoices.KIND, Json.string(session, "invoice"));
        var subscription = account.store().get(Subscriptions.KIND, Json.string(session, "subscription"));
        if (!Json.is(session, "status", "complete") || !Json.is(session, "payment_status", "unpaid")) {
            throw StripeFailure.refused(null, null, "This Checkout Session does not wait for a payment.");
        }
        invoice.put("attempt_count", 0);
        if (invoices.attempt(invoice, payments.open(invoice), accepted)) {
            session.put("payment_status", "paid");
            account.change(subscription, Subscriptions.UPDATED, () -> subscription.put("status", "active"));
        } else {
            invoices.voided(invoice);
            if (Json.is(subscription, "status", "incomplete")) {
                account.change(
                        subscription, Subscriptions.UPDATED, () -> subscription.put("status", "incomplete_expired"));
            }
        }
        account.events().emit("checkout.session.async_payment_" + (accepted ? "succeeded" : "failed"), session);
        return session;
    }

    private ObjectNode open(String sessionId) {
        var session = account.store().get(CheckoutSessions.KIND, sessionId);
        if (!Json.is(session, "status", "open")) {
            var message = "This Checkout Session is " + Json.string(session, "status") + ".";
            throw StripeFailure.refused(null, null, message);
        }
        return session;
    }

    private ObjectNode subscribe(ObjectNode session, @Nullable String email) {
        var customer = customer(session, email);
        var customerId = Json.string(customer, "id");
        long now = account.clock().seconds();
        var order = CheckoutOrder.find(account.store(), Json.string(session, "id"));
        var subscription =
                SubscriptionShape.fresh(account.ids().next("sub"), customerId, Json.string(session, "currency"), now);
        subscription.put("description", Json.text(order, "description"));
        subscription.set("metadata", order.path("metadata").deepCopy());
        Json.child(subscription.path("trial_settings"), "end_behavior")
                .put("missing_payment_method", Json.string(order, "missing_payment_method"));
        var card = PaymentShape.card(account.ids().next("pm"), customerId, now);
        subscription.put("default_payment_method", Json.string(card, "id"));
        account.create(card, "payment_method.attached");
        addItems(session, subscription, CheckoutOrder.trialEnd(order, now));
        session.put("customer", customerId).put("subscription", Json.string(subscription, "id"));
        var payer = email == null ? payer(session, customer) : email;
        session.set("customer_details", CheckoutSessionShape.payer(payer));
        return account.create(subscription, "customer.subscription.created");
    }

    private void addItems(ObjectNode session, ObjectNode subscription, @Nullable Long trialEnd) {
        long now = Json.number(subscription, "created");
        if (trialEnd != null) {
            subscription.put("status", "trialing").put("trial_start", now).put("trial_end", trialEnd);
            subscription.put("billing_cycle_anchor", trialEnd);
        }
        var lines = CheckoutLines.of(account.store(), Json.string(session, "id"));
        for (var line : lines) {
            var price = account.store().get(Prices.KIND, Json.string(line.path("price"), "id"));
            var item = SubscriptionShape.item(account.ids().next("si"), Json.string(subscription, "id"), now);
            SubscriptionShape.price(item, price);
            item.put("quantity", Json.number(line, "quantity"));
            long end = trialEnd == null ? Periods.endAfter(now, now, price.path("recurring")) : trialEnd;
            Json.list(subscription.path("items"), "data").add(item.put("current_period_end", end));
        }
        Json.child(subscription, "items").put("total_count", lines.size());
    }

    private ObjectNode customer(ObjectNode session, @Nullable String email) {
        var known = Json.text(session, "customer");
        return known == null
                ? customers.create(email == null ? Json.text(session, "customer_email") : email)
                : account.store().get(Customers.KIND, known);
    }

    private static String payer(ObjectNode session, ObjectNode customer) {
        var prefilled = Json.text(session, "customer_email");
        return prefilled == null ? Json.string(customer, "email") : prefilled;
    }

    private ObjectNode bill(ObjectNode session, ObjectNode subscription) {
        var invoice = invoices.issue(subscription, "subscription_create", invoices.periodLines(subscription));
        session.put("invoice", Json.string(invoice, "id"));
        return invoice;
    }

    private ObjectNode complete(ObjectNode session) {
        session.put("status", "complete").putNull("url");
        account.events().emit("checkout.session.completed", session);
        return session;
    }
}
