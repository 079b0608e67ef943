package io.tollgate.stripeemulator;

import tools.jackson.databind.node.ObjectNode;

/** Payment intents, charges and the invoice payments that tie them to an invoice. */
final class Payments {
    static final String INTENT = "payment_intent";
    static final String CHARGE = "charge";
    static final String INVOICE_PAYMENT = "invoice_payment";

    private final Account account;

    Payments(Account account) {
        this.account = account;
    }

    /** The payment intent of an open invoice, made at the first attempt. */
    ObjectNode open(ObjectNode invoice) {
        var existing = account.store()
                .all(INVOICE_PAYMENT)
                .filter(payment -> Json.is(payment, "invoice", Json.string(invoice, "id")))
                .findFirst();
        if (existing.isPresent()) {
            return account.store().get(INTENT, Json.string(existing.get().path("payment"), INTENT));
        }
        var intent = intent(
                Json.number(invoice, "amount_due"), Json.string(invoice, "currency"), Json.string(invoice, "customer"));
        intent.put("description", "Payment for invoice " + Json.string(invoice, "number"));
        var subscription = account.store().find(Subscriptions.KIND, BillingReads.subscriptionOf(invoice));
        intent.put("payment_method", subscription == null ? null : Json.text(subscription, "default_payment_method"));
        account.store().add(invoicePayment(invoice, Json.string(intent, "id")));
        return intent;
    }

    /** A payment intent without an invoice: what a declined checkout leaves behind. */
    ObjectNode intent(long amount, String currency, String customer) {
        var id = account.ids().next("pi");
        var intent = PaymentShape.intent(
                id, id + account.ids().secret("_secret_"), account.clock().seconds());
        intent.put("amount", amount).put("currency", currency).put("customer", customer.isEmpty() ? null : customer);
        return account.create(intent, "payment_intent.created");
    }

    void succeed(ObjectNode intent) {
        long amount = Json.number(intent, "amount");
        var charge = charge(intent).put("paid", true).put("captured", true).put("status", "succeeded");
        charge.put("amount_captured", amount);
        var balance = PaymentShape.balance(account.ids().next("txn"), charge);
        charge.put("balance_transaction", Json.string(account.store().add(balance), "id"));
        charge.put("receipt_url", account.baseUrl() + "/receipt/" + Json.string(charge, "id"));
        charge.set("outcome", PaymentShape.approved());
        intent.put("status", "succeeded")
                .put("amount_received", amount)
                .put("latest_charge", Json.string(charge, "id"))
                .putNull("last_payment_error")
                .putNull("next_action");
        account.create(charge, "charge.succeeded");
        account.events().emit("payment_intent.succeeded", intent);
        settle(intent);
    }

    void fail(ObjectNode intent) {
        var charge = charge(intent).put("failure_code", "card_declined").put("status", "failed");
        charge.put("failure_message", "Your card was declined.");
        charge.set("outcome", PaymentShape.declined());
        intent.put("status", "requires_payment_method")
                .put("latest_charge", Json.string(charge, "id"))
                .putNull("next_action");
        intent.set("last_payment_error", PaymentShape.cardError(Json.string(charge, "id")));
        account.create(charge, "charge.failed");
        account.events().emit("payment_intent.payment_failed", intent);
    }

    /** The bank wants to see its customer, who is away. */
    void failUnseen(ObjectNode intent) {
        intent.put("status", "requires_payment_method").putNull("next_action");
        intent.putObject("last_payment_error")
                .put("code", "authentication_required")
                .put("decline_code", "authentication_required")
                .put("type", "card_error");
        account.events().emit("payment_intent.payment_failed", intent);
    }

    /** The bank wants its customer to confirm: nothing is charged until then, and nothing has failed. */
    void ask(ObjectNode intent) {
        intent.put("status", "requires_action");
        intent.putObject("next_action").put("type", "use_stripe_sdk").set("use_stripe_sdk", Json.object());
        account.events().emit("payment_intent.requires_action", intent);
    }

    /** A delayed method: the bank answers later. */
    void process(ObjectNode intent) {
        intent.put("status", "processing");
        account.events().emit("payment_intent.processing", intent);
    }

    private ObjectNode charge(ObjectNode intent) {
        return PaymentShape.charge(account.ids().next("ch"), account.clock().seconds())
                .put("amount", Json.number(intent, "amount"))
                .put("currency", Json.string(intent, "currency"))
                .put("customer", Json.text(intent, "customer"))
                .put("description", Json.text(intent, "description"))
                .put("payment_intent", Json.string(intent, "id"))
                .put("payment_method", Json.text(intent, "payment_method"));
    }

    private ObjectNode invoicePayment(ObjectNode invoice, String intent) {
        var payment = Json.object()
                .put("id", account.ids().next("inpay"))
                .put("object", INVOICE_PAYMENT)
                .putNull("amount_paid")
                .put("amount_requested", Json.number(invoice, "amount_due"))
                .put("created", account.clock().seconds())
                .put("currency", Json.string(invoice, "currency"))
                .put("invoice", Json.string(invoice, "id"))
                .put("is_default", true)
                .put("livemode", false);
        payment.putObject("payment").put(INTENT, intent).put("type", INTENT);
        payment.put("status", "open");
        payment.putObject("status_transitions").putNull("canceled_at").putNull("paid_at");
        return payment;
    }

    private void settle(ObjectNode intent) {
        account.store()
                .all(INVOICE_PAYMENT)
                .filter(payment -> Json.is(payment.path("payment"), INTENT, Json.string(intent, "id")))
                .forEach(payment -> {
                    payment.put("status", "paid").put("amount_paid", Json.number(intent, "amount"));
                    Json.child(payment, "status_transitions")
                            .put("paid_at", account.clock().seconds());
                    account.events().emit("invoice_payment.paid", payment);
                });
    }
}
