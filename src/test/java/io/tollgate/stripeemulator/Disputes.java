package io.tollgate.stripeemulator;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/disputes}; opening and deciding one is the bank's part, so a control does it. */
final class Disputes {
    private static final String KIND = "dispute";
    private static final Set<String> CLOSED = Set.of("won", "lost", "warning_closed");
    private static final String EVIDENCE =
            "access_activity_log billing_address cancellation_policy cancellation_policy_disclosure "
                    + "cancellation_rebuttal customer_communication customer_email_address customer_name "
                    + "customer_purchase_ip customer_signature duplicate_charge_documentation "
                    + "duplicate_charge_explanation duplicate_charge_id product_description receipt refund_policy "
                    + "refund_policy_disclosure refund_refusal_explanation service_date service_documentation "
                    + "shipping_address shipping_carrier shipping_date shipping_documentation "
                    + "shipping_tracking_number uncategorized_file uncategorized_text";

    private final Account account;

    Disputes(Account account) {
        this.account = account;
    }

    void addTo(Router router) {
        router.get("/v1/disputes", Accepted.listOf("charge created payment_intent"), this::list)
                .get(
                        "/v1/disputes/{id}",
                        Accepted.of(""),
                        call -> account.store().get(KIND, call.id()))
                .post(
                        "/v1/disputes/{id}",
                        Accepted.of("evidence metadata submit").within("evidence", EVIDENCE),
                        this::update)
                .post("/v1/disputes/{id}/close", Accepted.of(""), call -> close(call.id(), "lost"));
    }

    /** The payer's bank takes the money back until the dispute is decided; a null amount means all of it. */
    ObjectNode open(String chargeId, @Nullable Long amount, String reason) {
        var charge = account.store().get(Payments.CHARGE, chargeId);
        if (!Json.flag(charge, "paid") || Json.flag(charge, "disputed")) {
            throw StripeFailure.refused(null, null, "Only a paid charge without a dispute can be disputed.");
        }
        long now = account.clock().seconds();
        var dispute = Json.object()
                .put("id", account.ids().next("du"))
                .put("object", KIND)
                .put("amount", amount == null ? Json.number(charge, "amount") : amount)
                .set("balance_transactions", Json.array())
                .put("charge", chargeId)
                .put("created", now)
                .put("currency", Json.string(charge, "currency"))
                .set("enhanced_eligibility_types", Json.array());
        var evidence = dispute.putObject("evidence");
        for (var field : EVIDENCE.split(" ")) {
            evidence.putNull(field);
        }
        dispute.putObject("evidence_details")
                .put("due_by", now + Duration.ofDays(7).toSeconds())
                .put("has_evidence", false)
                .put("past_due", false)
                .put("submission_count", 0L)
                .set("enhanced_eligibility", Json.object());
        dispute.put("is_charge_refundable", false).put("livemode", false).set("metadata", Json.object());
        dispute.put("payment_intent", Json.text(charge, "payment_intent"));
        dispute.set("payment_method_details", Json.object("""
                {"card": {"brand": "visa", "case_type": "chargeback", "network_reason_code": "10.4"}, "type": "card"}
                """));
        dispute.put("reason", reason).put("status", "needs_response");
        charge.put("disputed", true);
        account.create(dispute, "charge.dispute.created");
        account.events().emit("charge.dispute.funds_withdrawn", dispute);
        return dispute;
    }

    /** Decides a dispute: {@code won} gives the money back. */
    ObjectNode close(String id, String status) {
        var dispute = account.store().get(KIND, id);
        if (CLOSED.contains(Json.string(dispute, "status"))) {
            throw StripeFailure.refused(null, null, "This dispute is already closed.");
        }
        account.change(dispute, "charge.dispute.closed", () -> dispute.put("status", status));
        if ("won".equals(status)) {
            account.events().emit("charge.dispute.funds_reinstated", dispute);
        }
        return dispute;
    }

    private ObjectNode list(Call call) {
        return Listing.page(
                call,
                account.store().newestFirst(KIND),
                Listing.same(call, "charge").and(Listing.same(call, "payment_intent")));
    }

    private ObjectNode update(Call call) {
        var dispute = account.store().get(KIND, call.id());
        var given = call.params().child("evidence");
        return account.change(dispute, "charge.dispute.updated", () -> {
            given.values()
                    .keySet()
                    .forEach(field -> Json.child(dispute, "evidence").put(field, given.text(field)));
            var details = Json.child(dispute, "evidence_details");
            details.put("has_evidence", !given.values().isEmpty() || Json.flag(details, "has_evidence"));
            if (call.params().flag("submit", true) && !given.values().isEmpty()) {
                details.put("submission_count", Json.number(details, "submission_count") + 1);
                dispute.put("status", "under_review");
            }
            Metadata.merge(dispute, call.params());
        });
    }
}
