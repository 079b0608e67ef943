package io.tollgate.billing.engine;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code stripe_usage_bills} and their lines. */
@Repository
class StripeBills {

    private static final int MOST_LINES = 250;

    private final DatabaseClient db;

    StripeBills(DatabaseClient db) {
        this.db = db;
    }

    /** Up to where a subscription's usage has been billed. */
    record Counted(Instant to, long sequence) {}

    Mono<Counted> counted(UUID subscriptionId) {
        return db.sql("""
                        select counted_to, sequence from stripe_usage_bills
                        where subscription_id = :id order by counted_to desc limit 1
                        """)
                .bind("id", subscriptionId)
                .map(row -> new Counted(
                        EngineRows.time(row, "counted_to"), EngineRows.required(row, "sequence", Long.class)))
                .one();
    }

    Mono<Boolean> anyCharges() {
        return db.sql("select exists (select from plan_charges)")
                .mapValue(Boolean.class)
                .one();
    }

    Mono<StripeBill> find(String invoiceId) {
        return db.sql("select * from stripe_usage_bills where invoice_id = :id")
                .bind("id", invoiceId)
                .map(StripeBills::toBill)
                .one()
                .flatMap(bill -> lines(invoiceId)
                        .map(lines -> new StripeBill(
                                invoiceId,
                                bill.subscriptionId(),
                                bill.draft(),
                                bill.countedTo(),
                                bill.sequence(),
                                lines)));
    }

    private Mono<List<StripeBill.Line>> lines(String invoiceId) {
        return db.sql("select * from stripe_usage_lines where invoice_id = :id order by position limit " + MOST_LINES)
                .bind("id", invoiceId)
                .map(StripeBills::toLine)
                .all()
                .collectList();
    }

    /** False when it has been decided before, by whoever was first. */
    Mono<Boolean> insert(StripeBill bill) {
        return db.sql("""
                        insert into stripe_usage_bills (invoice_id, subscription_id, draft, counted_to, sequence)
                        values (:id, :subscriptionId, :draft, :countedTo, :sequence) on conflict do nothing
                        """)
                .bind("id", bill.invoiceId())
                .bind("subscriptionId", bill.subscriptionId())
                .bind("draft", bill.draft())
                .bind("countedTo", bill.countedTo())
                .bind("sequence", bill.sequence())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1)
                .delayUntil(first -> first ? insertLines(bill) : Mono.empty());
    }

    private Mono<Void> insertLines(StripeBill bill) {
        return db.sql("""
                        insert into stripe_usage_lines (invoice_id, position, description, amount, currency, period_start,
                                                        period_end)
                        select :id, place, description, amount, currency, begins, ends
                        from unnest(:descriptions::text[], :amounts::bigint[], :currencies::text[], :starts::timestamptz[],
                                    :ends::timestamptz[])
                            with ordinality as n (description, amount, currency, begins, ends, place)
                        """)
                .bind("id", bill.invoiceId())
                .bind("descriptions", array(bill, StripeBill.Line::description, String[]::new))
                .bind("amounts", array(bill, StripeBill.Line::amount, Long[]::new))
                .bind("currencies", array(bill, StripeBill.Line::currency, String[]::new))
                .bind("starts", array(bill, StripeBill.Line::from, Instant[]::new))
                .bind("ends", array(bill, StripeBill.Line::to, Instant[]::new))
                .then();
    }

    private static <T> T[] array(StripeBill bill, Function<StripeBill.Line, T> value, IntFunction<T[]> array) {
        return bill.lines().stream().map(value).toArray(array);
    }

    private static StripeBill toBill(Readable row) {
        return new StripeBill(
                EngineRows.required(row, "invoice_id", String.class),
                EngineRows.required(row, "subscription_id", UUID.class),
                EngineRows.required(row, "draft", Boolean.class),
                EngineRows.time(row, "counted_to"),
                EngineRows.required(row, "sequence", Long.class),
                List.of());
    }

    private static StripeBill.Line toLine(Readable row) {
        return new StripeBill.Line(
                EngineRows.required(row, "description", String.class),
                EngineRows.required(row, "amount", Long.class),
                EngineRows.required(row, "currency", String.class),
                EngineRows.time(row, "period_start"),
                EngineRows.time(row, "period_end"));
    }
}
