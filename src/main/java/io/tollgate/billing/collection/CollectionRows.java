package io.tollgate.billing.collection;

import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.subscription.Provider;
import io.tollgate.platform.db.RecordTable;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Writes the {@code collections} of new invoices. */
@Repository
class CollectionRows {

    private final DatabaseClient db;
    private final RecordTable<Row> table;
    private final Gateways gateways;
    private final Clock clock;

    CollectionRows(DatabaseClient db, JsonMapper json, Gateways gateways, Clock clock) {
        this.db = db;
        this.table = new RecordTable<>("collections", Row.class, json);
        this.gateways = gateways;
        this.clock = clock;
    }

    /** As it begins. */
    public record Row(
            UUID invoiceId,
            UUID userId,
            @Nullable UUID subscriptionId,
            String provider,
            String status,
            @Nullable Instant nextAttemptAt,
            Instant owedSince,
            Instant createdAt,
            Instant updatedAt) {}

    /** In the transaction that issues them: none of them has one yet. */
    Mono<Void> insert(List<Invoice> issued) {
        return Mono.defer(() -> {
            Instant now = clock.instant();
            return table.insert(
                    db, issued.stream().map(invoice -> row(invoice, now)).toList());
        });
    }

    private Row row(Invoice invoice, Instant now) {
        boolean collected = gateways.of(Provider.of(invoice.provider())).collects();
        return new Row(
                invoice.id(),
                invoice.userId(),
                invoice.subscriptionId(),
                invoice.provider(),
                "open",
                collected ? invoice.issuedAt() : null,
                // Terms of payment are for those who have to pay by themselves.
                collected ? invoice.issuedAt() : invoice.dueAt(),
                now,
                now);
    }
}
