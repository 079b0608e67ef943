package io.tollgate.stripeemulator;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code POST /v1/payment_intents}: a saved card is charged at once while its owner is away, and {@code
 * /v1/customers/{id}/payment_methods}: the cards there are.
 */
final class PaymentIntents {
    private static final String CARD = "payment_method";

    private final Account account;
    private final Payments payments;
    private final Map<String, String> declineCodes = new HashMap<>();

    PaymentIntents(Account account, Payments payments) {
        this.account = account;
        this.payments = payments;
    }

    void addTo(Router router) {
        var creation = Accepted.of("amount confirm currency customer description metadata off_session payment_method"
                        + " payment_method_types")
                .butNot("application_fee_amount automatic_payment_methods capture_method confirmation_method"
                        + " error_on_requires_action mandate payment_method_data payment_method_options receipt_email"
                        + " return_url setup_future_usage shipping statement_descriptor transfer_data use_stripe_sdk");
        router.post("/v1/payment_intents", creation, this::create)
                .get("/v1/customers/{id}/payment_methods", Accepted.listOf("type"), this::cards);
    }

    /** From now on the bank says no in this word. */
    void declinesAs(String customer, String code) {
        declineCodes.put(customer, code);
        account.decliningCustomers().add(customer);
    }

    /** The customer's card from now on. */
    ObjectNode saveCard(String customerId) {
        var customer = account.store().get(Customers.KIND, customerId);
        var card = PaymentShape.card(
                account.ids().next("pm"), customerId, account.clock().seconds());
        account.create(card, "payment_method.attached");
        account.change(
                customer,
                "customer.updated",
                () -> Json.child(customer, "invoice_settings").put("default_payment_method", Json.string(card, "id")));
        return card;
    }

    private ObjectNode create(Call call) {
        var params = call.params();
        if (!params.flag("confirm", false) || !params.flag("off_session", false)) {
            throw StripeFailure.notEmulated("confirm=false or off_session=false");
        }
        long amount = amount(params);
        var customer = account.store().referenced(Customers.KIND, params.required("customer"), "customer");
        var customerId = Json.string(customer, "id");
        var card = account.store().referenced(CARD, params.required(CARD), CARD);
        if (!Json.is(card, "customer", customerId)) {
            throw StripeFailure.refused(null, CARD, "The PaymentMethod does not belong to the customer.");
        }
        var intent = payments.intent(amount, params.required("currency").toLowerCase(Locale.ROOT), customerId);
        intent.put(CARD, Json.string(card, "id")).put("description", params.text("description"));
        Metadata.merge(intent, params);
        return charge(intent, customerId);
    }

    private static long amount(Params params) {
        long amount = params.integer("amount", 0);
        if (amount < 50) {
            var message = "Amount must be at least $0.50 usd";
            throw StripeFailure.refused("amount_too_small", "amount", message);
        }
        Amounts.requireWholeSteps(amount, params.required("currency"), "amount");
        return amount;
    }

    private ObjectNode charge(ObjectNode intent, String customer) {
        if (account.askingCustomers().contains(customer)) {
            payments.failUnseen(intent);
            throw StripeFailure.cardDeclined("authentication_required", "authentication_required");
        }
        if (account.decliningCustomers().contains(customer)) {
            payments.fail(intent);
            throw StripeFailure.cardDeclined("card_declined", declineCodes.getOrDefault(customer, "generic_decline"));
        }
        payments.succeed(intent);
        return intent;
    }

    private ObjectNode cards(Call call) {
        account.store().get(Customers.KIND, call.id());
        return Listing.page(call, account.store().newestFirst(CARD), card -> Json.is(card, "customer", call.id()));
    }
}
