package io.tollgate.billing.collection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The rows of {@code overdue_customers}, and what they come from. */
@Repository
class OverdueRepository {

    /** What each unpaid invoice still asks for. */
    private static final String UNPAID = """
            select c.invoice_id, c.user_id, c.subscription_id, c.owed_since, i.currency,
                   i.amount_due - i.amount_paid - i.amount_credited as cents
            from collections c join invoices i on i.id = c.invoice_id
            where c.status = 'open' and i.status = 'open'
            """;

    private final DatabaseClient db;
    private final Clock clock;

    OverdueRepository(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** The oldest unpaid invoice of a customer and all they owe, in one currency. */
    record Debt(UUID invoiceId, Instant since, String currency, long cents) {}

    /** A subscription and the day since which it is not paid for. */
    record Unpaid(UUID subscriptionId, Instant since) {}

    Flux<Debt> debts(UUID userId) {
        return db.sql("""
                        select (array_agg(invoice_id order by owed_since, invoice_id))[1] as invoice_id, min(owed_since) as owed_since,
                               currency, sum(cents)::bigint as cents
                        from (""" + UNPAID + """
                             and c.user_id = :userId) unpaid group by currency
                        """)
                .bind("userId", userId)
                .map(row -> new Debt(
                        Objects.requireNonNull(row.get("invoice_id", UUID.class)),
                        Objects.requireNonNull(row.get("owed_since", OffsetDateTime.class))
                                .toInstant(),
                        Objects.requireNonNull(row.get("currency", String.class)),
                        Objects.requireNonNull(row.get("cents", Long.class))))
                .all();
    }

    Flux<Unpaid> subscriptions(UUID userId) {
        return db.sql("""
                        select subscription_id, min(owed_since) as owed_since
                        from (""" + UNPAID + """
                             and c.user_id = :userId and c.subscription_id is not null) unpaid group by subscription_id
                        """)
                .bind("userId", userId)
                .map(row -> new Unpaid(
                        Objects.requireNonNull(row.get("subscription_id", UUID.class)),
                        Objects.requireNonNull(row.get("owed_since", OffsetDateTime.class))
                                .toInstant()))
                .all();
    }

    /** As it was told last. */
    Mono<OverdueState> state(UUID userId) {
        return state("select state from overdue_customers where user_id = :userId", userId);
    }

    /** The same; the customer's row is locked, as far as there is one. Wants the lock on the customer's money, which comes first. */
    Mono<OverdueState> lock(UUID userId) {
        return state("select state from overdue_customers where user_id = :userId for update", userId);
    }

    private Mono<OverdueState> state(String sql, UUID userId) {
        return db.sql(sql)
                .bind("userId", userId)
                .mapValue(String.class)
                .one()
                .map(OverdueState::of)
                .defaultIfEmpty(OverdueState.CLEAR);
    }

    Mono<Void> write(UUID userId, OverdueState state) {
        if (state == OverdueState.CLEAR) {
            return db.sql("delete from overdue_customers where user_id = :userId")
                    .bind("userId", userId)
                    .then();
        }
        return db.sql("""
                        insert into overdue_customers (user_id, state, changed_at) values (:userId, :state, :now)
                        on conflict (user_id) do update set state = excluded.state, changed_at = excluded.changed_at
                        """)
                .bind("userId", userId)
                .bind("state", state.value())
                .bind("now", clock.instant())
                .then();
    }

    /** Customers in the common time to be looked at: something of theirs has been owed for so long. In the order of their ids. */
    Flux<UUID> candidates(Duration owedFor, UUID after, int limit) {
        return db.sql("""
                        select distinct user_id from collections c
                        where status = 'open' and owed_since <= :before and user_id > :after
                          and not exists (select from customer_clocks where user_id = c.user_id)
                        order by user_id limit :limit
                        """)
                .bind("before", clock.instant().minus(owedFor))
                .bind("after", after)
                .bind("limit", limit)
                .mapValue(UUID.class)
                .all();
    }

    static boolean counts(Debt debt, Map<String, Long> least) {
        return debt.cents() > 0 && debt.cents() >= least.getOrDefault(debt.currency(), 0L);
    }
}
