package io.tollgate.billing.engine;

import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The rows of {@code stripe_usage_lines}. A line is on one invoice in the end, of Stripe's or of our own. */
@Repository
class StripeLines {

    private static final TypeReference<List<Row>> ROWS = new TypeReference<>() {};

    private static final String OPEN = """
            from stripe_usage_bills b
            where b.invoice_id = l.invoice_id and b.subscription_id = :id and l.item_id is null and l.own_invoice_id is null
            """;

    private final DatabaseClient db;
    private final Clock clock;
    private final JsonMapper json;

    StripeLines(DatabaseClient db, Clock clock, JsonMapper json) {
        this.db = db;
        this.clock = clock;
        this.json = json;
    }

    /** Those on their way to a draft. */
    Mono<List<StripeUsageLine>> underWay(UUID subscriptionId) {
        return open("and l.target is not null", subscriptionId);
    }

    /** Those that no invoice has. */
    Mono<List<StripeUsageLine>> waiting(UUID subscriptionId) {
        return open("and l.target is null", subscriptionId);
    }

    /** One row, however many they are. */
    private Mono<List<StripeUsageLine>> open(String which, UUID subscriptionId) {
        return db.sql("""
                        select coalesce(jsonb_agg(to_jsonb(l) order by l.invoice_id, l.position), '[]') as lines from (
                            select l.invoice_id, l.position, l.description, l.amount, l.currency, l.period_start, l.period_end,
                                   l.target, l.asked_at is not null as asked
                            from stripe_usage_lines l, lateral (select 1 %s %s) open) l
                        """.formatted(OPEN, which))
                .bind("id", subscriptionId)
                .map(this::toLines)
                .one();
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

    private List<StripeUsageLine> toLines(Readable row) {
        return json.readValue(Columns.required(row, "lines", Json.class).asArray(), ROWS).stream()
                .map(Row::line)
                .toList();
    }

    private record Row(
            String invoiceId,
            int position,
            String description,
            long amount,
            String currency,
            Instant periodStart,
            Instant periodEnd,
            @Nullable String target,
            boolean asked) {

        StripeUsageLine line() {
            return new StripeUsageLine(
                    invoiceId, position, description, amount, currency, periodStart, periodEnd, target, asked);
        }
    }
}
