package io.tollgate.billing.invoice;

import io.tollgate.platform.db.Columns;
import io.tollgate.platform.db.RecordTable;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** The rows of {@code invoices} and {@code invoice_lines}. Whoever writes has locked the account before. */
@Repository
class InvoiceRepository {

    /** No result is larger: a bigger one that is cancelled leaves its connection unusable. */
    private static final int PAGE = 200;

    private final DatabaseClient db;
    private final InvoiceRows rows;
    private final RecordTable<Invoice> invoiceTable;
    private final RecordTable<InvoiceLine> lineTable;

    InvoiceRepository(DatabaseClient db, InvoiceRows rows, JsonMapper json) {
        this.db = db;
        this.rows = rows;
        this.invoiceTable = new RecordTable<>("invoices", Invoice.class, json);
        this.lineTable = new RecordTable<>("invoice_lines", InvoiceLine.class, json);
    }

    /** What there is one of. */
    record Key(@Nullable UUID subscriptionId, Instant periodStart, String kind) {}

    /** Which of these there are. */
    Mono<List<Key>> existing(List<Key> keys) {
        return db.sql("""
                        select i.subscription_id, i.period_start, i.kind from invoices i
                        join jsonb_to_recordset(:keys) as k(subscription_id uuid, period_start timestamptz, kind text)
                            on k.subscription_id = i.subscription_id and k.period_start = i.period_start and k.kind = i.kind
                        where i.kind <> 'debit'
                        """)
                .bind("keys", rows.json(keys))
                .map(row -> new Key(
                        row.get("subscription_id", UUID.class),
                        Columns.time(row, "period_start"),
                        Columns.required(row, "kind", String.class)))
                .all()
                .collectList();
    }

    Mono<Void> insert(List<InvoiceDocument> documents) {
        List<Invoice> invoices =
                documents.stream().map(InvoiceDocument::invoice).toList();
        List<InvoiceLine> lines = documents.stream()
                .flatMap(document -> document.lines().stream())
                .toList();
        return invoiceTable.insert(db, invoices).then(lineTable.insert(db, lines));
    }

    Mono<Invoice> find(UUID id) {
        return db.sql("select * from invoices where id = :id")
                .bind("id", id)
                .map(rows::invoice)
                .one();
    }

    Flux<Invoice> findAll(List<UUID> ids) {
        return db.sql("select * from invoices where id = any(:ids)")
                .bind("ids", ids.toArray(UUID[]::new))
                .map(rows::invoice)
                .all();
    }

    Mono<InvoiceLine> line(UUID invoiceId, int position) {
        return db.sql("select * from invoice_lines where invoice_id = :id and position = :position")
                .bind("id", invoiceId)
                .bind("position", position)
                .map(InvoiceRows::line)
                .one();
    }

    /** In their order, as many as there are, in pages. */
    Mono<List<InvoiceLine>> lines(UUID invoiceId) {
        return linesAfter(invoiceId, 0)
                .expand(page -> page.size() < PAGE
                        ? Mono.empty()
                        : linesAfter(invoiceId, page.getLast().position()))
                .concatMapIterable(page -> page)
                .collectList();
    }

    private Mono<List<InvoiceLine>> linesAfter(UUID invoiceId, int position) {
        return db.sql("""
                        select * from invoice_lines where invoice_id = :id and position > :position
                        order by position limit\s""" + PAGE)
                .bind("id", invoiceId)
                .bind("position", position)
                .map(InvoiceRows::line)
                .all()
                .collectList();
    }

    /** The newest first. */
    Flux<Invoice> page(InvoiceQuery query, int limit, int offset) {
        return query.bind(db.sql("select * from invoices" + query.where()
                        + " order by issued_at desc, id desc limit :limit offset :offset"))
                .bind("limit", limit)
                .bind("offset", offset)
                .map(rows::invoice)
                .all();
    }

    Mono<Long> count(InvoiceQuery query) {
        return query.bind(db.sql("select count(*) from invoices" + query.where()))
                .mapValue(Long.class)
                .one();
    }

    /** Writes what became of it: all that may change. */
    Mono<Invoice> update(UUID id, InvoiceState state) {
        return db.sql("""
                        update invoices set status = :status, amount_paid = :paid, amount_credited = :credited,
                            credited_net = :creditedNet, credited_tax = :creditedTax, amount_refunded = :refunded,
                            written_off = :writtenOff, paid_at = :paidAt, voided_at = :voidedAt,
                            uncollectible_at = :uncollectibleAt
                        where id = :id returning *
                        """)
                .bind("id", id)
                .bind("status", state.status().value())
                .bind("paid", state.amountPaid())
                .bind("credited", state.amountCredited())
                .bind("creditedNet", state.creditedNet())
                .bind("creditedTax", state.creditedTax())
                .bind("refunded", state.amountRefunded())
                .bind("writtenOff", state.writtenOff())
                .bind("paidAt", Parameter.fromOrEmpty(state.paidAt(), Instant.class))
                .bind("voidedAt", Parameter.fromOrEmpty(state.voidedAt(), Instant.class))
                .bind("uncollectibleAt", Parameter.fromOrEmpty(state.uncollectibleAt(), Instant.class))
                .map(rows::invoice)
                .one();
    }
}
