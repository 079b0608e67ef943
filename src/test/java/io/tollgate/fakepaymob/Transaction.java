package io.tollgate.fakepaymob;

import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A transaction in Paymob's shape. */
final class Transaction {

    private static final JsonMapper JSON = new JsonMapper();
    private static final AtomicLong IDS = new AtomicLong(900_000_000L);

    private Transaction() {}

    static ObjectNode of(Order order, boolean success, boolean pending) {
        ObjectNode transaction = (ObjectNode) JSON.readTree("""
                {"error_occured": false, "has_parent_transaction": false, "is_3d_secure": true, "is_auth": false,
                 "is_capture": false, "is_refunded": false, "is_standalone_payment": true, "is_voided": false,
                 "integration_id": 4097558, "owner": 302852, "created_at": "2024-06-13T11:33:44.592345",
                 "refunded_amount_cents": 0,
                 "source_data": {"pan": "2346", "sub_type": "MasterCard", "type": "card"}, "data": {},
                 "payment_key_claims": {"billing_data": {"first_name": "Payer", "email": "payer@example.com"}}}
                """);
        transaction.put("id", IDS.incrementAndGet()).put("amount_cents", order.amount());
        transaction.put("currency", order.currency()).put("success", success).put("pending", pending);
        transaction
                .putObject("order")
                .put("id", order.id())
                .put("merchant_order_id", order.reference())
                .put("amount_cents", order.amount());
        if (!success && !pending) {
            ((ObjectNode) transaction.path("data")).put("txn_response_code", "51");
        }
        return transaction;
    }

    /** @param kind the flag that says what it does to its parent */
    static ObjectNode child(ObjectNode parent, long amount, String kind) {
        ObjectNode child = parent.deepCopy();
        child.put("id", IDS.incrementAndGet())
                .put("amount_cents", amount)
                .put("has_parent_transaction", true)
                .put("parent_transaction", parent.path("id").asLong())
                .put("is_refunded", false)
                .put("is_voided", false)
                .put("refunded_amount_cents", 0)
                .put(kind, true);
        return child;
    }
}
