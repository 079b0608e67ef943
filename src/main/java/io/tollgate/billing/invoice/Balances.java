package io.tollgate.billing.invoice;

import io.tollgate.platform.db.Columns;
import io.tollgate.platform.time.Ids;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Books what accounts get and give: an entry, and the account's new balance, in one statement. */
@Repository
class Balances {

    private final DatabaseClient db;
    private final InvoiceRows rows;
    private final Ids ids;
    private final Clock clock;

    Balances(DatabaseClient db, InvoiceRows rows, Ids ids, Clock clock) {
        this.db = db;
        this.rows = rows;
        this.ids = ids;
        this.clock = clock;
    }

    /** @param amount in favour of the customer above zero */
    Booking booking(UUID userId, String fund, long amount, String currency, String reason, @Nullable UUID invoiceId) {
        return new Booking(
                ids.next(),
                userId,
                fund,
                amount,
                currency,
                reason,
                invoiceId,
                null,
                null,
                null,
                clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    /** A row of {@code balance_entries}. */
    record Booking(
            UUID id,
            UUID userId,
            String fund,
            long amount,
            String currency,
            String reason,
            @Nullable UUID invoiceId,
            @Nullable UUID creditNoteId,
            @Nullable String note,
            @Nullable UUID actorId,
            Instant createdAt) {

        Booking of(UUID creditNote) {
            return new Booking(
                    id, userId, fund, amount, currency, reason, invoiceId, creditNote, note, actorId, createdAt);
        }

        Booking by(@Nullable UUID actor, String why) {
            return new Booking(
                    id, userId, fund, amount, currency, reason, invoiceId, creditNoteId, why, actor, createdAt);
        }
    }

    /** Those of nothing are left out. The accounts are locked. */
    Mono<Void> book(List<Booking> bookings) {
        List<Booking> some =
                bookings.stream().filter(booking -> booking.amount() != 0).toList();
        if (some.isEmpty()) {
            return Mono.empty();
        }
        return db.sql("""
                        with booked as (
                            insert into balance_entries select * from jsonb_populate_recordset(null::balance_entries, :rows)
                            returning user_id, fund, amount),
                        sums as (
                            select user_id, coalesce(sum(amount) filter (where fund = 'credit'), 0) as credit,
                                   coalesce(sum(amount) filter (where fund = 'wallet'), 0) as wallet
                            from booked group by user_id)
                        update billing_accounts a
                        set credit = a.credit + s.credit, wallet = a.wallet + s.wallet, updated_at = :now
                        from sums s where s.user_id = a.user_id
                        """)
                .bind("rows", rows.json(some))
                .bind("now", clock.instant())
                .then();
    }

    /** The newest first. */
    Flux<Booking> page(UUID userId, int limit, int offset) {
        return db.sql("""
                        select * from balance_entries where user_id = :userId
                        order by created_at desc, id desc limit :limit offset :offset
                        """)
                .bind("userId", userId)
                .bind("limit", limit)
                .bind("offset", offset)
                .map(row -> new Booking(
                        Columns.required(row, "id", UUID.class),
                        userId,
                        Columns.required(row, "fund", String.class),
                        InvoiceRows.number(row, "amount"),
                        Columns.required(row, "currency", String.class),
                        Columns.required(row, "reason", String.class),
                        row.get("invoice_id", UUID.class),
                        row.get("credit_note_id", UUID.class),
                        row.get("note", String.class),
                        row.get("actor_id", UUID.class),
                        Columns.time(row, "created_at")))
                .all();
    }

    Mono<Long> count(UUID userId) {
        return db.sql("select count(*) from balance_entries where user_id = :userId")
                .bind("userId", userId)
                .mapValue(Long.class)
                .one();
    }
}
