package io.tollgate.billing.engine;

import io.tollgate.billing.invoice.Invoice;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** What was really billed for base fees: after discounts, so that no more is ever given back. */
@Repository
class BilledBases {

    private final DatabaseClient db;

    BilledBases(DatabaseClient db) {
        this.db = db;
    }

    /** @param made the steps' invoices, by subscription */
    Mono<List<EngineSubscription>> fill(List<Step> steps, Map<UUID, Invoice> made) {
        UUID[] discounted = made.values().stream()
                .filter(invoice -> invoice.discount() > 0)
                .map(Invoice::id)
                .toArray(UUID[]::new);
        return (discounted.length == 0 ? Mono.just(Map.<UUID, Long>of()) : nets(discounted))
                .map(nets ->
                        steps.stream().map(step -> filled(step, made, nets)).toList());
    }

    private static EngineSubscription filled(Step step, Map<UUID, Invoice> made, Map<UUID, Long> nets) {
        Invoice invoice = made.get(step.after().id());
        if (step.base() == 0 || invoice == null) {
            return step.after();
        }
        long net = Math.max(0, nets.getOrDefault(invoice.id(), step.base()));
        return step.after().on(step.after().course().having(net, invoice.id()));
    }

    private Mono<Map<UUID, Long>> nets(UUID[] invoiceIds) {
        return db.sql("""
                        select invoice_id, sum(amount - discount)::bigint as net from invoice_lines
                        where invoice_id = any(:ids) and kind = 'base' group by invoice_id
                        """)
                .bind("ids", invoiceIds)
                .map(row -> Map.entry(
                        EngineRows.required(row, "invoice_id", UUID.class),
                        EngineRows.required(row, "net", Long.class)))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }
}
