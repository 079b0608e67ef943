package io.tollgate.fakepaymob;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What was to be paid, what was paid, and what went back of it. */
final class Account {

    private final Map<String, Order> orders = new LinkedHashMap<>();
    private final Map<Long, List<ObjectNode>> transactions = new LinkedHashMap<>();
    private final Map<String, ObjectNode> reversals = new HashMap<>();
    private long lastOrder = 210_000_000L;

    /** Null when the reference is not new, or there is nothing to pay. */
    synchronized @Nullable Order intend(JsonNode body) {
        String reference = body.path("special_reference").asString("");
        long amount = body.path("amount").asLong(0);
        if (orders.containsKey(reference)
                || amount < 1
                || body.path("payment_methods").isEmpty()) {
            return null;
        }
        long id = ++lastOrder;
        Order order = new Order(
                id, reference, amount, body.path("currency").asString(""), "egy_csk_test_" + id, body.deepCopy());
        orders.put(reference, order);
        return order;
    }

    synchronized Order order(String reference) {
        return Optional.ofNullable(orders.get(reference))
                .orElseThrow(() -> new IllegalStateException("No intention " + reference));
    }

    synchronized Optional<Order> bySecret(String clientSecret) {
        return orders.values().stream()
                .filter(order -> order.clientSecret().equals(clientSecret))
                .findFirst();
    }

    /** What payers tried on it, the oldest first. */
    synchronized List<ObjectNode> tries(String reference) {
        Order order = orders.get(reference);
        return order == null ? List.of() : List.copyOf(transactions.getOrDefault(order.id(), List.of()));
    }

    /** Every payment that was tried, the latest first. */
    synchronized List<ObjectNode> payments() {
        return transactions.values().stream().flatMap(List::stream).toList().reversed();
    }

    /** A payment, or what gives one back. */
    synchronized Optional<ObjectNode> retrieve(String id) {
        return find(id).or(() -> Optional.ofNullable(reversals.get(id)));
    }

    synchronized Optional<ObjectNode> find(String id) {
        return payments().stream()
                .filter(payment -> payment.path("id").asString("").equals(id))
                .findFirst();
    }

    synchronized ObjectNode tried(Order order, boolean success, boolean pending) {
        ObjectNode transaction = Transaction.of(order, success, pending);
        transactions.computeIfAbsent(order.id(), _ -> new ArrayList<>()).add(transaction);
        return transaction;
    }

    /** The transaction that gives back; empty when so much is not left. */
    synchronized Optional<ObjectNode> refund(String id, long amount) {
        return find(id).filter(payment -> amount > 0
                        && payment.path("refunded_amount_cents").asLong() + amount
                                <= payment.path("amount_cents").asLong())
                .map(payment -> {
                    long back = payment.path("refunded_amount_cents").asLong() + amount;
                    payment.put("refunded_amount_cents", back).put("is_refunded", true);
                    return reversal(payment, amount, "is_refund");
                });
    }

    /** The transaction that cancels; empty when something has gone back. */
    synchronized Optional<ObjectNode> cancel(String id) {
        return find(id).filter(payment -> !payment.path("is_refunded").asBoolean()
                        && !payment.path("is_voided").asBoolean())
                .map(payment -> {
                    payment.put("is_voided", true);
                    return reversal(payment, payment.path("amount_cents").asLong(), "is_void");
                });
    }

    private ObjectNode reversal(ObjectNode payment, long amount, String kind) {
        ObjectNode child = Transaction.child(payment, amount, kind);
        reversals.put(child.path("id").asString(), child);
        return child;
    }
}
