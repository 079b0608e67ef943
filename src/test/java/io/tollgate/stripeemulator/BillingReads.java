package io.tollgate.stripeemulator;

import tools.jackson.databind.node.ObjectNode;

/** Reading invoices, invoice payments, payment intents, charges and payment methods. */
final class BillingReads {
    private final Account account;

    BillingReads(Account account) {
        this.account = account;
    }

    void addTo(Router router) {
        router.get(
                        "/v1/invoices",
                        Accepted.listOf("collection_method created customer status subscription")
                                .butNot("customer_account due_date"),
                        this::invoices)
                .get("/v1/invoices/{id}", Accepted.of(""), one(Invoices.KIND))
                .get("/v1/invoices/{id}/lines", Accepted.listOf(""), this::lines)
                .get(
                        "/v1/invoice_payments",
                        Accepted.listOf("created invoice payment status")
                                .within("payment", "payment_intent payment_record type"),
                        this::invoicePayments)
                .get("/v1/invoice_payments/{id}", Accepted.of(""), one(Payments.INVOICE_PAYMENT))
                .get("/v1/payment_intents", Accepted.listOf("created customer"), list(Payments.INTENT, "customer"))
                .get("/v1/payment_intents/{id}", Accepted.of("client_secret"), one(Payments.INTENT))
                .get("/v1/charges", Accepted.listOf("created customer payment_intent"), this::charges)
                .get("/v1/charges/{id}", Accepted.of(""), one(Payments.CHARGE))
                .get("/v1/balance_transactions/{id}", Accepted.of(""), one("balance_transaction"))
                .get("/v1/payment_methods/{id}", Accepted.of(""), one("payment_method"));
    }

    private Router.Action one(String kind) {
        return call -> account.store().get(kind, call.id());
    }

    private Router.Action list(String kind, String filter) {
        return call -> Listing.page(call, account.store().newestFirst(kind), Listing.same(call, filter));
    }

    private ObjectNode invoices(Call call) {
        var subscription = call.params().text("subscription");
        return Listing.page(
                call,
                account.store().newestFirst(Invoices.KIND),
                Listing.same(call, "customer")
                        .and(Listing.same(call, "status"))
                        .and(Listing.same(call, "collection_method"))
                        .and(invoice -> subscription == null || subscription.equals(subscriptionOf(invoice))));
    }

    static String subscriptionOf(ObjectNode invoice) {
        return Json.string(invoice.path("parent").path("subscription_details"), "subscription");
    }

    private ObjectNode lines(Call call) {
        var invoice = account.store().get(Invoices.KIND, call.id());
        var lines = Json.list(invoice.path("lines"), "data")
                .valueStream()
                .map(ObjectNode.class::cast)
                .toList();
        return Listing.page(call, lines, line -> true);
    }

    private ObjectNode charges(Call call) {
        return Listing.page(
                call,
                account.store().newestFirst(Payments.CHARGE),
                Listing.same(call, "customer").and(Listing.same(call, "payment_intent")));
    }

    private ObjectNode invoicePayments(Call call) {
        var filter = call.params().child("payment");
        if (call.params().has("payment")) {
            filter.required("type");
        }
        var intent = filter.text("payment_intent");
        return Listing.page(
                call,
                account.store().newestFirst(Payments.INVOICE_PAYMENT),
                Listing.same(call, "invoice")
                        .and(Listing.same(call, "status"))
                        .and(payment -> intent == null || Json.is(payment.path("payment"), Payments.INTENT, intent)));
    }
}
