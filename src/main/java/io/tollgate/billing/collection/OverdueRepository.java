package io.tollgate.billing.collection;

import io.r2dbc.spi.Readable;
import io.tollgate.billing.subscription.SubscriptionStatus;
import io.tollgate.platform.db.DatabaseClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The rows of {@code overdue_customers}, and what they come from. */
@Repository
class OverdueRepository {

    private final DatabaseClient db;
    private final UnpaidInvoices unpaid;
    private final Clock clock;
    private final DatabaseClock databaseClock;

    OverdueRepository(DatabaseClient db, UnpaidInvoices unpaid, Clock clock, DatabaseClock databaseClock) {
        this.db = db;
        this.unpaid = unpaid;
        this.clock = clock;
        this.databaseClock = databaseClock;
    }

    /**
     * What a customer owes in one currency.
     *
     * @param invoiceId the oldest that is not paid
     * @param since when it came to as much as counts, by what is not paid now
     */
    record Debt(UUID invoiceId, Instant since, String currency) {

        static Optional<Debt> oldest(List<Debt> debts) {
            return debts.stream().min(Comparator.comparing(Debt::since));
        }
    }

    /** Of what is enough to be called overdue, one for each currency. */
    Flux<Debt> debts(UUID userId, LeastDebts least) {
        return unpaid.in("""
                        select (array_agg(invoice_id order by owed_since, invoice_id))[1] as invoice_id,
                               min(owed_since) filter (where owed >= enough) as owed_since, currency
                        from (select currency, invoice_id, owed_since, coalesce(enough, 0) as enough,
                                     sum(cents) over (partition by currency order by owed_since, invoice_id) as owed
                              from (""" + UnpaidInvoices.SQL + """
                                   and c.user_id = :userId) unpaid
                              left join unnest(:currencies, :amounts) as least_debts (currency, enough) using (currency)) owing
                        group by currency having max(owed) > 0 and bool_or(owed >= enough)
                        """)
                .bind("userId", userId)
                .bind("currencies", least.currencies())
                .bind("amounts", least.amounts())
                .map(row -> new Debt(
                        Objects.requireNonNull(row.get("invoice_id", UUID.class)),
                        Objects.requireNonNull(row.get("owed_since", OffsetDateTime.class))
                                .toInstant(),
                        Objects.requireNonNull(row.get("currency", String.class))))
                .all();
    }

    /** Those of the customer that the engine runs and that have not ended. @param counted what is owed and counts */
    Flux<RunSubscription> running(UUID userId, List<Debt> counted) {
        return unpaid.in("""
                        select s.id, s.status, closed.closed_at, u.retry_at, min(greatest(unpaid.owed_since, unpaid.counted_since)) as owed_since,
                               (array_agg(unpaid.invoice_id order by unpaid.owed_since, unpaid.invoice_id))[1] as invoice_id
                        from subscriptions s left join (
                            select owing.*, cast(counted.since as timestamptz) as counted_since
                            from (""" + UnpaidInvoices.SQL + """
                                 and c.user_id = :userId) owing
                            join unnest(:currencies, :since) as counted (currency, since) using (currency)
                        ) unpaid on unpaid.subscription_id = s.id
                        left join closed_subscriptions closed on closed.subscription_id = s.id
                        left join unclosed_subscriptions u on u.subscription_id = s.id
                        where s.user_id = :userId and s.engine
                          and s.status in %s
                        group by s.id, s.status, closed.closed_at, u.retry_at
                        """.formatted(SubscriptionStatus.LIVE))
                .bind("userId", userId)
                .bind("currencies", texts(counted, Debt::currency))
                .bind("since", texts(counted, debt -> debt.since().toString()))
                .map(row -> new RunSubscription(
                        Objects.requireNonNull(row.get("id", UUID.class)),
                        SubscriptionStatus.of(Objects.requireNonNull(row.get("status", String.class))),
                        row.get("invoice_id", UUID.class),
                        time(row, "owed_since"),
                        time(row, "closed_at"),
                        time(row, "retry_at")))
                .all();
    }

    Mono<Told> told(UUID userId) {
        return told("select state, changed_at from overdue_customers where user_id = :userId", userId);
    }

    /** The same; the customer's row is locked, as far as there is one. Wants the lock on the customer's money, which comes first. */
    Mono<Told> lock(UUID userId) {
        return told("select state, changed_at from overdue_customers where user_id = :userId for update", userId);
    }

    private Mono<Told> told(String sql, UUID userId) {
        return db.sql(sql)
                .bind("userId", userId)
                .map(row -> new Told(
                        OverdueState.of(Objects.requireNonNull(row.get("state", String.class))),
                        Objects.requireNonNull(time(row, "changed_at"))))
                .one()
                .defaultIfEmpty(Told.NOTHING);
    }

    Mono<Void> write(UUID userId, Told told) {
        if (told.state() == OverdueState.CLEAR) {
            return db.sql("delete from overdue_customers where user_id = :userId")
                    .bind("userId", userId)
                    .then();
        }
        return db.sql("""
                        insert into overdue_customers (user_id, state, changed_at) values (:userId, :state, :since)
                        on conflict (user_id) do update set state = excluded.state, changed_at = excluded.changed_at
                        """)
                .bind("userId", userId)
                .bind("state", told.state().value())
                .bind("since", told.since())
                .then();
    }

    /**
     * Customers in the common time to be looked at: something of theirs has been owed for so long. In the order of their ids. None where
     * the database's clock or this machine's is minutes behind, as what follows for each goes by it, too.
     */
    Flux<UUID> candidates(Duration owedFor, UUID after, int limit) {
        Instant now = clock.instant();
        return db.sql("""
                        select distinct user_id from collections c
                        where status = 'open' and owed_since <= :before and user_id > :after
                          and %s
                          and not exists (select from customer_clocks where user_id = c.user_id)
                        order by user_id limit :limit
                        """.formatted(databaseClock.reached("cast(:now as timestamptz)")))
                .bind("before", now.minus(owedFor))
                .bind("now", now)
                .bind("after", after)
                .bind("limit", limit)
                .mapValue(UUID.class)
                .all();
    }

    private static @Nullable Instant time(Readable row, String column) {
        OffsetDateTime time = row.get(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static String[] texts(List<Debt> debts, Function<Debt, String> value) {
        return debts.stream().map(value).toArray(String[]::new);
    }
}
