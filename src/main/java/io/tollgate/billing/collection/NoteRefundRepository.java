package io.tollgate.billing.collection;

import io.tollgate.billing.plan.Money;
import java.time.Clock;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code note_refunds}. */
@Repository
class NoteRefundRepository {

    private final DatabaseClient db;
    private final Clock clock;

    NoteRefundRepository(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** @param status {@code requested}, {@code succeeded} or {@code failed} */
    record Row(NoteRefund refund, String status) {}

    Mono<Row> find(UUID noteId) {
        return db.sql("""
                        select note_id, invoice_id, attempt_id, amount_cents, currency, returned_before, status
                        from note_refunds where note_id = :id
                        """)
                .bind("id", noteId)
                .map(row -> new Row(
                        new NoteRefund(
                                Objects.requireNonNull(row.get("note_id", UUID.class)),
                                Objects.requireNonNull(row.get("invoice_id", UUID.class)),
                                Objects.requireNonNull(row.get("attempt_id", UUID.class)),
                                new Money(
                                        Objects.requireNonNull(row.get("amount_cents", Long.class)),
                                        Objects.requireNonNull(row.get("currency", String.class))),
                                Objects.requireNonNull(row.get("returned_before", Long.class)),
                                false),
                        Objects.requireNonNull(row.get("status", String.class))))
                .one();
    }

    Mono<Void> insert(NoteRefund refund) {
        return db.sql("""
                        insert into note_refunds (note_id, invoice_id, attempt_id, amount_cents, currency, status, returned_before,
                                                  created_at, updated_at)
                        values (:noteId, :invoiceId, :attemptId, :cents, :currency, 'requested', :before, :now, :now)
                        """)
                .bind("noteId", refund.noteId())
                .bind("invoiceId", refund.invoiceId())
                .bind("attemptId", refund.attemptId())
                .bind("cents", refund.amount().cents())
                .bind("currency", refund.amount().currency())
                .bind("before", refund.returnedBefore())
                .bind("now", clock.instant())
                .then();
    }

    /** What of the payment has gone back or is on its way, in minor units. */
    Mono<Long> returned(UUID attemptId) {
        return db.sql("""
                        select coalesce(sum(amount_cents), 0)::bigint from note_refunds
                        where attempt_id = :id and status <> 'failed'
                        """).bind("id", attemptId).mapValue(Long.class).one();
    }

    /** False when it was decided before. */
    Mono<Boolean> settle(UUID noteId, String status, @Nullable String providerRefundId, @Nullable String code) {
        return db.sql("""
                        update note_refunds
                        set status = :status, provider_refund_id = :refundId, code = :code, updated_at = :now
                        where note_id = :id and status = 'requested'
                        """)
                .bind("id", noteId)
                .bind("status", status)
                .bind("refundId", Parameter.fromOrEmpty(providerRefundId, String.class))
                .bind("code", Parameter.fromOrEmpty(code, String.class))
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }
}
