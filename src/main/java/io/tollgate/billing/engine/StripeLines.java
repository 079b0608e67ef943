package io.tollgate.billing.engine;

import io.r2dbc.spi.Readable;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code stripe_usage_lines}. A line is on one invoice in the end, of Stripe's or of our own. */
@Repository
class StripeLines {

    /** Far more than a subscription ever has on its way. */
    private static final int MOST = 1_000;

    private static final String OPEN = """
            from stripe_usage_bills b
            where b.invoice_id = l.invoice_id and b.subscription_id = :id and l.item_id is null and l.own_invoice_id is null
            """;

    private final DatabaseClient db;
    private final Clock clock;

    StripeLines(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Those on their way to a draft. */
    Mono<List<StripeUsageLine>> underWay(UUID subscriptionId) {
        return open("and l.target is not null", subscriptionId);
    }

    /** Those that no invoice has. */
    Mono<List<StripeUsageLine>> waiting(UUID subscriptionId) {
        return open("and l.target is null", subscriptionId);
    }

    private Mono<List<StripeUsageLine>> open(String which, UUID subscriptionId) {
        return db.sql("select l.* from stripe_usage_lines l, lateral (select 1 " + OPEN + which
                        + ") open order by l.invoice_id, l.position limit " + MOST)
                .bind("id", subscriptionId)
                .map(StripeLines::toLine)
                .all()
                .collectList();
    }

    /** What waits goes on this draft. Wants the lock on the subscription's usage. */
    Mono<Void> adopt(UUID subscriptionId, String invoiceId) {
        return db.sql("update stripe_usage_lines l set target = :target " + OPEN + "and l.target is null")
                .bind("id", subscriptionId)
                .bind("target", invoiceId)
                .then();
    }

    /** Written before Stripe is asked: from then on nobody knows whether it has it, until it says so. */
    Mono<Void> asked(StripeUsageLine line) {
        return named("update stripe_usage_lines set asked_at = coalesce(asked_at, :now)", line)
                .bind("now", clock.instant())
                .then();
    }

    Mono<Void> placed(StripeUsageLine line, String itemId) {
        return named("update stripe_usage_lines set item_id = :item", line)
                .bind("item", itemId)
                .then();
    }

    /** On an invoice of our own. */
    Mono<Void> billed(StripeUsageLine line, UUID invoiceId) {
        return named("update stripe_usage_lines set own_invoice_id = :invoice", line)
                .bind("invoice", invoiceId)
                .then();
    }

    /** What is not on this invoice by now waits for another. */
    Mono<Void> release(UUID subscriptionId, String target) {
        return db.sql("update stripe_usage_lines l set target = null, asked_at = null " + OPEN
                        + "and l.target = :target")
                .bind("id", subscriptionId)
                .bind("target", target)
                .then();
    }

    private GenericExecuteSpec named(String update, StripeUsageLine line) {
        return db.sql(update + " where invoice_id = :origin and position = :position")
                .bind("origin", line.origin())
                .bind("position", line.position());
    }

    private static StripeUsageLine toLine(Readable row) {
        return new StripeUsageLine(
                EngineRows.required(row, "invoice_id", String.class),
                EngineRows.required(row, "position", Integer.class),
                EngineRows.required(row, "description", String.class),
                EngineRows.required(row, "amount", Long.class),
                EngineRows.required(row, "currency", String.class),
                EngineRows.time(row, "period_start"),
                EngineRows.time(row, "period_end"),
                row.get("target", String.class),
                row.get("asked_at") != null);
    }
}
