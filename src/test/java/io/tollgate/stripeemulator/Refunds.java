package io.tollgate.stripeemulator;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/refunds}: whole or in parts, never more than was charged. */
final class Refunds {
    static final String KIND = "refund";

    private final Account account;

    private boolean slow;

    Refunds(Account account) {
        this.account = account;
    }

    void addTo(Router router) {
        var creation = Accepted.of("amount charge metadata payment_intent reason")
                .butNot("currency customer instructions_email origin refund_application_fee reverse_transfer");
        router.post("/v1/refunds", creation, this::create)
                .get("/v1/refunds", Accepted.listOf("charge created payment_intent"), this::list)
                .get(
                        "/v1/refunds/{id}",
                        Accepted.of(""),
                        call -> account.store().get(KIND, call.id()))
                .get("/v1/charges/{id}/refunds", Accepted.listOf(""), this::ofCharge)
                .post("/v1/refunds/{id}", Accepted.of("metadata"), this::update);
    }

    private ObjectNode create(Call call) {
        var params = call.params();
        var charge = charge(params);
        long left = Json.number(charge, "amount_captured") - Json.number(charge, "amount_refunded");
        if (left == 0) {
            var message = "Charge " + Json.string(charge, "id") + " has already been refunded.";
            throw StripeFailure.refused("charge_already_refunded", null, message);
        }
        if (Json.flag(charge, "disputed")) {
            var message = "Charge " + Json.string(charge, "id") + " has been charged back; cannot issue a refund.";
            throw StripeFailure.refused("charge_disputed", null, message);
        }
        long amount = params.integer("amount", left);
        return create(charge, amount, left, params);
    }

    /** As somebody at the dashboard does; null for all that is left. */
    ObjectNode giveBack(String chargeId, @Nullable Long amount) {
        var values = new HashMap<String, Object>(Map.of("charge", chargeId));
        if (amount != null) {
            values.put("amount", amount.toString());
        }
        return create(new Call("/v1/refunds", Map.of(), new Params(values, "")));
    }

    private ObjectNode create(ObjectNode charge, long amount, long left, Params params) {
        if (amount < 1 || amount > left) {
            var message = "Refund amount (" + amount + ") is greater than unrefunded amount on charge (" + left + ")";
            throw StripeFailure.refused(null, "amount", message);
        }
        Amounts.requireWholeSteps(amount, Json.string(charge, "currency"), "amount");
        var refund = fresh(charge, amount);
        refund.put(
                "reason",
                params.has("reason")
                        ? params.oneOf("reason", "", "duplicate", "fraudulent", "requested_by_customer")
                        : null);
        Metadata.merge(refund, params);
        account.create(refund, "refund.created");
        refunded(charge, amount);
        return refund;
    }

    private ObjectNode charge(Params params) {
        var charge = params.text("charge");
        if (charge != null) {
            return account.store().referenced(Payments.CHARGE, charge, "charge");
        }
        var id = params.text("payment_intent");
        if (id == null) {
            var message = "One of the following params should be provided for this request: payment_intent or charge.";
            throw StripeFailure.validation("parameter_missing", "payment_intent", message);
        }
        var intent = account.store().referenced(Payments.INTENT, id, "payment_intent");
        if (!Json.is(intent, "status", "succeeded")) {
            var message = "This PaymentIntent does not have a successful charge to refund.";
            throw StripeFailure.refused("payment_intent_unexpected_state", "payment_intent", message);
        }
        return account.store().get(Payments.CHARGE, Json.string(intent, "latest_charge"));
    }

    private ObjectNode fresh(ObjectNode charge, long amount) {
        var refund = Json.object()
                .put("id", account.ids().next("re"))
                .put("object", KIND)
                .put("amount", amount)
                .put("balance_transaction", account.ids().next("txn"))
                .put("charge", Json.string(charge, "id"))
                .put("created", account.clock().seconds())
                .put("currency", Json.string(charge, "currency"));
        refund.set("destination_details", Json.object("""
                {"card": {"reference": null, "reference_status": "pending",
                 "reference_type": "acquirer_reference_number", "type": "refund"}, "type": "card"}
                """));
        refund.set("metadata", Json.object());
        return refund.put("payment_intent", Json.text(charge, "payment_intent"))
                .putNull("reason")
                .putNull("receipt_number")
                .putNull("source_transfer_reversal")
                .put("status", slow ? "pending" : "succeeded")
                .putNull("transfer_reversal");
    }

    /** Whether refunds made from now on wait for {@link #arrive}, as those of some methods do. */
    void slow(boolean slow) {
        this.slow = slow;
    }

    void arrive(String id) {
        var refund = account.store().get(KIND, id);
        account.change(refund, "refund.updated", () -> refund.put("status", "succeeded"));
    }

    private void refunded(ObjectNode charge, long amount) {
        account.change(charge, amount > 0 ? "charge.refunded" : "charge.updated", () -> {
            long sum = Json.number(charge, "amount_refunded") + amount;
            charge.put("amount_refunded", sum).put("refunded", sum == Json.number(charge, "amount_captured"));
        });
    }

    /** The bank gives the money of a refund back: days after the refund seemed to succeed. */
    void fail(String id) {
        var refund = account.store().get(KIND, id);
        if (!Json.is(refund, "status", "succeeded")) {
            throw StripeFailure.refused(null, null, "Only a succeeded refund can fail.");
        }
        refund.put("status", "failed")
                .put("failure_reason", "lost_or_stolen_card")
                .put("failure_balance_transaction", account.ids().next("txn"));
        account.events().emit("refund.failed", refund);
        var charge = account.store().get(Payments.CHARGE, Json.string(refund, "charge"));
        refunded(charge, -Json.number(refund, "amount"));
    }

    private ObjectNode list(Call call) {
        return Listing.page(
                call,
                account.store().newestFirst(KIND),
                Listing.same(call, "charge").and(Listing.same(call, "payment_intent")));
    }

    private ObjectNode ofCharge(Call call) {
        account.store().get(Payments.CHARGE, call.id());
        return Listing.page(call, account.store().newestFirst(KIND), refund -> Json.is(refund, "charge", call.id()));
    }

    private ObjectNode update(Call call) {
        var refund = account.store().get(KIND, call.id());
        return account.change(refund, "refund.updated", () -> Metadata.merge(refund, call.params()));
    }
}
