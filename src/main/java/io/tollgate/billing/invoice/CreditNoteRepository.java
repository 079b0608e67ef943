package io.tollgate.billing.invoice;

import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The rows of {@code credit_notes}. */
@Repository
class CreditNoteRepository {

    private final DatabaseClient db;
    private final InvoiceRows rows;

    CreditNoteRepository(DatabaseClient db, InvoiceRows rows) {
        this.db = db;
        this.rows = rows;
    }

    Mono<Void> insert(CreditNote note) {
        return db.sql("insert into credit_notes select * from jsonb_populate_recordset(null::credit_notes, :rows)")
                .bind("rows", rows.json(List.of(note)))
                .then();
    }

    Mono<CreditNote> find(UUID id) {
        return db.sql("select * from credit_notes where id = :id")
                .bind("id", id)
                .map(CreditNoteRepository::note)
                .one();
    }

    /** The oldest first. A few more than {@link Crediting} makes of one invoice. */
    Flux<CreditNote> of(UUID invoiceId) {
        return db.sql("select * from credit_notes where invoice_id = :id order by sequence limit 200")
                .bind("id", invoiceId)
                .map(CreditNoteRepository::note)
                .all();
    }

    Mono<Long> count(UUID invoiceId) {
        return db.sql("select count(*) from credit_notes where invoice_id = :id")
                .bind("id", invoiceId)
                .mapValue(Long.class)
                .one();
    }

    /** What was credited of a line, before tax. */
    Mono<Long> creditedOf(UUID invoiceId, int line) {
        return db.sql("""
                        select coalesce(sum(net), 0)::bigint from credit_notes where invoice_id = :id and line = :line
                        """)
                .bind("id", invoiceId)
                .bind("line", line)
                .mapValue(Long.class)
                .one();
    }

    Flux<CreditNote> toRefund(int limit) {
        return db.sql("select * from credit_notes where refund_status = 'pending' order by issued_at, id limit :limit")
                .bind("limit", limit)
                .map(CreditNoteRepository::note)
                .all();
    }

    /** Empty unless it is pending. */
    Mono<CreditNote> settle(UUID id, CreditNote.RefundStatus status, @Nullable String refundId) {
        return db.sql("""
                        update credit_notes set refund_status = :status, provider_refund_id = :refundId
                        where id = :id and refund_status = 'pending' returning *
                        """)
                .bind("id", id)
                .bind("status", status.value())
                .bind("refundId", Parameter.fromOrEmpty(refundId, String.class))
                .map(CreditNoteRepository::note)
                .one();
    }

    private static CreditNote note(Readable row) {
        String refund = row.get("refund_status", String.class);
        return new CreditNote(
                Columns.required(row, "id", UUID.class),
                Columns.required(row, "series", String.class),
                InvoiceRows.number(row, "sequence"),
                Columns.required(row, "number", String.class),
                Columns.required(row, "invoice_id", UUID.class),
                Columns.required(row, "user_id", UUID.class),
                row.get("line", Integer.class),
                Columns.required(row, "currency", String.class),
                Columns.required(row, "reason", String.class),
                InvoiceRows.number(row, "net"),
                InvoiceRows.number(row, "tax"),
                InvoiceRows.number(row, "total"),
                InvoiceRows.number(row, "offset_amount"),
                InvoiceRows.number(row, "balance_amount"),
                InvoiceRows.number(row, "refund_amount"),
                row.get("actor_id", UUID.class),
                Columns.time(row, "issued_at"),
                refund == null ? null : CreditNote.RefundStatus.of(refund),
                row.get("provider_refund_id", String.class));
    }
}
