package io.tollgate.billing.invoice;

import io.tollgate.platform.db.Columns;
import io.tollgate.platform.time.Ids;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code invoice_returns}, and what limits the next one. Whoever writes has locked the account before. */
@Repository
class ReturnRepository {

    private final DatabaseClient db;
    private final Ids ids;
    private final Clock clock;

    ReturnRepository(DatabaseClient db, Ids ids, Clock clock) {
        this.db = db;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * How a payment and its invoice stand.
     *
     * @param left of the payment
     * @param excessLeft of what the invoice had not needed of it
     * @param given what notes have given back of the invoice, to wherever
     * @param lost what was written off of what was paid
     * @param known this very return is booked
     */
    record Standing(long left, long excessLeft, long given, long lost, boolean known) {}

    /** Empty when the payment is not booked for the invoice. */
    Mono<Standing> standing(UUID invoiceId, TakenBack taken) {
        return db.sql("""
                        select p.amount - coalesce(r.amount, 0) as left, p.excess - coalesce(r.excess, 0) as excess_left,
                               (select coalesce(sum(balance_amount + refund_amount), 0) from credit_notes
                                where invoice_id = :id)::bigint as given,
                               (select coalesce(sum(written_off), 0) from invoice_returns where invoice_id = :id)::bigint as lost,
                               exists (select from invoice_returns where provider = :provider and reference = :reference) as known
                        from invoice_payments p
                            cross join lateral (select sum(amount)::bigint as amount, sum(of_excess)::bigint as excess
                                                from invoice_returns r where r.provider = p.provider
                                                    and r.provider_payment_id = p.provider_payment_id) r
                        where p.invoice_id = :id and p.provider = :provider and p.provider_payment_id = :paymentId
                        """)
                .bind("id", invoiceId)
                .bind("provider", taken.provider())
                .bind("paymentId", taken.providerPaymentId())
                .bind("reference", taken.reference())
                .map(row -> new Standing(
                        InvoiceRows.number(row, "left"),
                        InvoiceRows.number(row, "excess_left"),
                        InvoiceRows.number(row, "given"),
                        InvoiceRows.number(row, "lost"),
                        Columns.required(row, "known", Boolean.class)))
                .one();
    }

    Mono<Void> insert(UUID invoiceId, TakenBack taken, ReturnSplit split, @Nullable UUID noteId) {
        return db.sql("""
                        insert into invoice_returns (id, invoice_id, provider, provider_payment_id, cause, reference, amount,
                            of_excess, from_credit, credited, written_off, credit_note_id, returned_at)
                        values (:id, :invoiceId, :provider, :paymentId, :cause, :reference, :amount, :ofExcess, :fromCredit,
                                :credited, :writtenOff, :noteId, :now)
                        """)
                .bind("id", ids.next())
                .bind("invoiceId", invoiceId)
                .bind("provider", taken.provider())
                .bind("paymentId", taken.providerPaymentId())
                .bind("cause", taken.cause().value())
                .bind("reference", taken.reference())
                .bind("amount", split.amount())
                .bind("ofExcess", split.ofExcess())
                .bind("fromCredit", split.fromCredit())
                .bind("credited", split.credited())
                .bind("writtenOff", split.writtenOff())
                .bind("noteId", Parameter.fromOrEmpty(noteId, UUID.class))
                .bind("now", clock.instant())
                .then();
    }

    /** What was given back of a payment without a note of ours, in minor units. */
    Mono<Long> refunded(String provider, String providerPaymentId) {
        return db.sql("""
                        select coalesce(sum(amount), 0)::bigint from invoice_returns
                        where provider = :provider and provider_payment_id = :paymentId and cause = 'refund'
                        """)
                .bind("provider", provider)
                .bind("paymentId", providerPaymentId)
                .mapValue(Long.class)
                .one();
    }

    /** Whether anything that was paid for the invoice was lost. */
    Mono<Boolean> lost(UUID invoiceId) {
        return db.sql("select exists (select from invoice_returns where invoice_id = :id and written_off > 0)")
                .bind("id", invoiceId)
                .mapValue(Boolean.class)
                .one();
    }
}
