package io.tollgate.billing.collection;

import io.r2dbc.spi.Readable;
import io.tollgate.billing.plan.Money;
import java.time.Clock;
import java.time.Duration;
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

    /** What a provider was asked for shows there by then, if it is ever done. */
    private static final Duration SHOWS_IN = Duration.ofMinutes(10);

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
                        select note_id, invoice_id, attempt_id, amount_cents, currency, returned_before, status,
                               asked_at, asked_at <= :before as long_ago
                        from note_refunds where note_id = :id
                        """)
                .bind("id", noteId)
                .bind("before", clock.instant().minus(SHOWS_IN))
                .map(row -> new Row(
                        new NoteRefund(
                                Objects.requireNonNull(row.get("note_id", UUID.class)),
                                Objects.requireNonNull(row.get("invoice_id", UUID.class)),
                                Objects.requireNonNull(row.get("attempt_id", UUID.class)),
                                new Money(
                                        Objects.requireNonNull(row.get("amount_cents", Long.class)),
                                        Objects.requireNonNull(row.get("currency", String.class))),
                                Objects.requireNonNull(row.get("returned_before", Long.class)),
                                asked(row)),
                        Objects.requireNonNull(row.get("status", String.class))))
                .one();
    }

    private static NoteRefund.Asked asked(Readable row) {
        if (row.get("asked_at") == null) {
            return NoteRefund.Asked.NEVER;
        }
        return Boolean.TRUE.equals(row.get("long_ago", Boolean.class))
                ? NoteRefund.Asked.LONG_AGO
                : NoteRefund.Asked.JUST_NOW;
    }

    /** Whether its money is still to go back. */
    Mono<Boolean> pending(UUID noteId) {
        return db.sql("select exists (select from credit_notes where id = :id and refund_status = 'pending')")
                .bind("id", noteId)
                .mapValue(Boolean.class)
                .one();
    }

    Mono<UUID> invoiceOf(UUID noteId) {
        return db.sql("select invoice_id from credit_notes where id = :id")
                .bind("id", noteId)
                .mapValue(UUID.class)
                .one();
    }

    /**
     * It is about to be asked for. False when somebody else is just asking, or it is decided.
     *
     * @param returned minor units of the payment that have gone back so far
     */
    Mono<Boolean> asking(UUID noteId, long returned) {
        return db.sql("""
                        update note_refunds set returned_before = :returned, asked_at = :now, updated_at = :now
                        where note_id = :id and status = 'requested' and (asked_at is null or asked_at <= :before)
                        """)
                .bind("id", noteId)
                .bind("returned", returned)
                .bind("now", clock.instant())
                .bind("before", clock.instant().minus(SHOWS_IN))
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /**
     * False when it has to wait for another one of the payment.
     *
     * @param alone whether one of the payment is asked for at a time; else it counts as asked for from now on
     */
    Mono<Boolean> insert(NoteRefund refund, boolean alone) {
        return db.sql("""
                        insert into note_refunds (note_id, invoice_id, attempt_id, amount_cents, currency, status, returned_before,
                                                  alone, asked_at, created_at, updated_at)
                        select :noteId, :invoiceId, :attemptId, :cents, :currency, 'requested', :before, :alone,
                               case when :alone then null else cast(:now as timestamptz) end, :now, :now
                        where not :alone
                           or not exists (select from note_refunds where attempt_id = :attemptId and status = 'requested')
                        on conflict (attempt_id) where alone and status = 'requested' do nothing
                        """)
                .bind("noteId", refund.noteId())
                .bind("invoiceId", refund.invoiceId())
                .bind("attemptId", refund.attemptId())
                .bind("cents", refund.amount().cents())
                .bind("currency", refund.amount().currency())
                .bind("before", refund.returnedBefore())
                .bind("alone", alone)
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /** What of the payment has gone back or is on its way, with or without a note of ours, in minor units. */
    Mono<Long> returned(UUID attemptId) {
        return db.sql("""
                        select ((select coalesce(sum(amount_cents), 0) from note_refunds
                                 where attempt_id = :id and status <> 'failed')
                              + (select coalesce(sum(r.amount), 0) from invoice_returns r join collection_attempts a
                                     on r.provider = a.provider and r.provider_payment_id = a.provider_payment_id
                                 where a.id = :id))::bigint
                        """).bind("id", attemptId).mapValue(Long.class).one();
    }

    /** What of it has gone back or is on its way for notes of ours. */
    Mono<Long> byNotes(String provider, String providerPaymentId) {
        return db.sql("""
                        select coalesce(sum(n.amount_cents), 0)::bigint
                        from note_refunds n join collection_attempts a on a.id = n.attempt_id
                        where a.provider = :provider and a.provider_payment_id = :paymentId and n.status <> 'failed'
                        """)
                .bind("provider", provider)
                .bind("paymentId", providerPaymentId)
                .mapValue(Long.class)
                .one();
    }

    /** The bank has sent it back. False unless it had succeeded. */
    Mono<Boolean> sentBack(UUID noteId, String code) {
        return db.sql("""
                        update note_refunds set status = 'failed', code = :code, updated_at = :now
                        where note_id = :id and status = 'succeeded'
                        """)
                .bind("id", noteId)
                .bind("code", code)
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
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
