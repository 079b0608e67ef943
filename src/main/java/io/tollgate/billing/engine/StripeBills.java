package io.tollgate.billing.engine;

import io.tollgate.billing.subscription.SubscriptionStatus;
import io.tollgate.platform.db.Columns;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** How far the usage of subscriptions that Stripe runs has been billed: {@code stripe_usage_bills}, {@code stripe_usage_ends}. */
@Repository
class StripeBills {

    private final DatabaseClient db;

    StripeBills(DatabaseClient db) {
        this.db = db;
    }

    /** Up to where a subscription's usage has been billed. */
    record Counted(Instant to, long sequence) {}

    /** Whoever bills a subscription's usage holds this until the transaction ends. */
    Mono<Void> lock(UUID subscriptionId) {
        return db.sql("select pg_advisory_xact_lock(hashtext('stripe.usage'), hashtext(:id))")
                .bind("id", subscriptionId.toString())
                .then();
    }

    /** Empty when nothing has been. */
    Mono<Counted> counted(UUID subscriptionId) {
        return counted("""
                select counted_to, sequence from stripe_usage_bills
                where subscription_id = :id order by counted_to desc limit 1
                """, subscriptionId);
    }

    /** Of a subscription whose last usage has been billed. */
    Mono<Counted> ended(UUID subscriptionId) {
        return counted(
                "select counted_to, sequence from stripe_usage_ends where subscription_id = :id", subscriptionId);
    }

    private Mono<Counted> counted(String sql, UUID subscriptionId) {
        return db.sql(sql)
                .bind("id", subscriptionId)
                .map(row -> new Counted(Columns.time(row, "counted_to"), Columns.required(row, "sequence", Long.class)))
                .one();
    }

    Mono<Boolean> anyCharges() {
        return db.sql("select exists (select from plan_charges)")
                .mapValue(Boolean.class)
                .one();
    }

    Mono<Boolean> decided(String invoiceId) {
        return db.sql("select exists (select from stripe_usage_bills where invoice_id = :id)")
                .bind("id", invoiceId)
                .mapValue(Boolean.class)
                .one();
    }

    /** False for what was never paid for: its minimum is not owed. */
    Mono<Boolean> begun(UUID subscriptionId) {
        return db.sql("""
                        select count(*) = 0 or bool_or(status in %s)
                        from subscription_history where subscription_id = :id and status <> 'canceled'
                        """.formatted(SubscriptionStatus.LIVE))
                .bind("id", subscriptionId)
                .mapValue(Boolean.class)
                .one();
    }

    /** Wants the lock. Its lines wait for a draft. */
    Mono<Void> insert(StripeBill bill) {
        return db.sql("""
                        insert into stripe_usage_bills (invoice_id, subscription_id, counted_to, sequence)
                        values (:id, :subscriptionId, :countedTo, :sequence)
                        """)
                .bind("id", bill.invoiceId())
                .bind("subscriptionId", bill.subscriptionId())
                .bind("countedTo", bill.countedTo())
                .bind("sequence", bill.sequence())
                .then()
                .then(Mono.defer(() -> insertLines(bill)));
    }

    private Mono<Void> insertLines(StripeBill bill) {
        return db.sql("""
                        insert into stripe_usage_lines (invoice_id, position, description, amount, currency, period_start,
                                                        period_end)
                        select :id, place, description, amount, currency, begins, ends
                        from unnest(:places::int[], :descriptions::text[], :amounts::bigint[], :currencies::text[],
                                    :starts::timestamptz[], :ends::timestamptz[])
                            as n (place, description, amount, currency, begins, ends)
                        """)
                .bind("id", bill.invoiceId())
                .bind("places", array(bill, StripeUsageLine::position, Integer[]::new))
                .bind("descriptions", array(bill, StripeUsageLine::description, String[]::new))
                .bind("amounts", array(bill, StripeUsageLine::amount, Long[]::new))
                .bind("currencies", array(bill, StripeUsageLine::currency, String[]::new))
                .bind("starts", array(bill, StripeUsageLine::from, Instant[]::new))
                .bind("ends", array(bill, StripeUsageLine::to, Instant[]::new))
                .then();
    }

    /** Wants the lock. The last usage is billed, up to here. */
    Mono<Void> end(UUID subscriptionId, Counted counted) {
        return db.sql("""
                        insert into stripe_usage_ends (subscription_id, counted_to, sequence) values (:id, :to, :sequence)
                        on conflict (subscription_id) do update set counted_to = excluded.counted_to, sequence = excluded.sequence
                        """)
                .bind("id", subscriptionId)
                .bind("to", counted.to())
                .bind("sequence", counted.sequence())
                .then();
    }

    private static <T> T[] array(StripeBill bill, Function<StripeUsageLine, T> value, IntFunction<T[]> array) {
        return bill.lines().stream().map(value).toArray(array);
    }
}
