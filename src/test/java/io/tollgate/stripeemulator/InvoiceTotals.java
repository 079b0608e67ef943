package io.tollgate.stripeemulator;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What the lines of an invoice come to, and what of it is due. */
final class InvoiceTotals {

    private InvoiceTotals() {}

    static void total(ObjectNode invoice, List<ObjectNode> lines) {
        long sum = lines.stream().mapToLong(line -> Json.number(line, "amount")).sum();
        for (var line : lines) {
            Json.list(invoice.path("lines"), "data").add(line.put("invoice", Json.string(invoice, "id")));
        }
        Json.child(invoice, "lines").put("total_count", lines.size());
        for (var field : new String[] {"subtotal", "subtotal_excluding_tax", "total", "total_excluding_tax"}) {
            invoice.put(field, sum);
        }
    }

    /** Sets what is due: a credit balance of the customer (a negative number) is used up first, and a credit adds to it. */
    static void due(ObjectNode invoice, long balance) {
        long sum = Json.number(invoice, "total") + balance;
        long due = Math.max(0, sum);
        invoice.put("starting_balance", balance)
                .put("ending_balance", Math.min(0, sum))
                .put("amount_due", due)
                .put("amount_remaining", due);
    }
}
