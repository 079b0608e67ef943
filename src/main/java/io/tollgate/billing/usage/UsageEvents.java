package io.tollgate.billing.usage;

import io.r2dbc.spi.Readable;
import io.tollgate.billing.usage.UsageSums.Span;
import io.tollgate.platform.db.Columns;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** Reads {@code usage_events} for what no sum of hours can tell. */
@Repository
class UsageEvents {

    /** Values in one row: so that a long result is no danger to its connection. */
    private static final int PAGE = 10_000;

    private static final String WITHIN = """
             from usage_events e
             where e.subscription_id %s and e.metric_id = :metricId and e.at >= :start and e.at < :end
               and not exists (
                   select from jsonb_each(cast(:filter as jsonb)) f
                   where not jsonb_exists(f.value, coalesce(cast(e.facet as jsonb) ->> f.key, '')))
            """;

    private static final String OF_SPAN = WITHIN.formatted("= :subscriptionId");

    private static final String OF_LINE = WITHIN.formatted("= any(:subscriptionIds)");

    private final DatabaseClient db;
    private final UsageSums sums;

    UsageEvents(DatabaseClient db, UsageSums sums) {
        this.db = db;
        this.sums = sums;
    }

    /** @param unique how many different values were told apart */
    record Counted(long events, long unique) {}

    Mono<Counted> unique(Span span) {
        return ofSpan(
                        db.sql("select count(*) as events, count(distinct e.unique_value) as unique_values" + OF_SPAN),
                        span)
                .map(row -> new Counted(
                        Columns.required(row, "events", Long.class),
                        Columns.required(row, "unique_values", Long.class)))
                .one();
    }

    /** @param held each value times the seconds from its moment to the end of the span, added up */
    record Held(long events, BigDecimal held) {}

    /** Of all these subscriptions together. */
    Mono<Held> held(Span span, List<UUID> subscriptionIds) {
        return bound(
                        db.sql("select count(*) as events,"
                                + " coalesce(sum(e.value * extract(epoch from cast(:end as timestamptz) - e.at)), 0) as held"
                                + OF_LINE),
                        span)
                .bind("subscriptionIds", subscriptionIds.toArray(UUID[]::new))
                .map(row -> new Held(
                        Columns.required(row, "events", Long.class), Columns.required(row, "held", BigDecimal.class)))
                .one();
    }

    /** What the hours of these subscriptions that are no longer kept have added to a level. */
    Mono<BigDecimal> level(Span span, List<UUID> subscriptionIds) {
        return db.sql("""
                        select coalesce(sum(l.level), 0) from usage_levels l
                        where l.subscription_id = any(:subscriptionIds) and l.metric_id = :metricId
                          and not exists (
                              select from jsonb_each(cast(:filter as jsonb)) f
                              where not jsonb_exists(f.value, coalesce(cast(l.facet as jsonb) ->> f.key, '')))
                        """)
                .bind("subscriptionIds", subscriptionIds.toArray(UUID[]::new))
                .bind("metricId", span.metric().id())
                .bind("filter", sums.filter(span.filters()))
                .mapValue(BigDecimal.class)
                .one();
    }

    /** Goes through the values of the events in the order of their time; never more than a page of them is there. */
    <T> Mono<T> fold(Span span, T nothing, BiFunction<T, BigDecimal, T> plus) {
        return page(span, null)
                .expand(page -> page.values().size() < PAGE ? Mono.empty() : page(span, page))
                .reduce(nothing, (before, page) -> {
                    T after = before;
                    for (BigDecimal value : page.values()) {
                        after = plus.apply(after, value);
                    }
                    return after;
                });
    }

    private record Page(
            List<BigDecimal> values,
            @Nullable Instant lastAt,
            @Nullable String lastId) {}

    private Mono<Page> page(Span span, @Nullable Page after) {
        Instant from = after == null || after.lastAt() == null ? Instant.EPOCH.minusSeconds(1) : after.lastAt();
        String id = after == null || after.lastId() == null ? "" : after.lastId();
        return ofSpan(db.sql("""
                                select array_agg(p.value order by p.at, p.transaction_id) as values, max(p.at) as last_at,
                                       (array_agg(p.transaction_id order by p.at desc, p.transaction_id desc))[1] as last_id
                                from (select e.value, e.at, e.transaction_id""" + OF_SPAN + """
                                   and (e.at, e.transaction_id) > (:afterAt, :afterId)
                                order by e.at, e.transaction_id limit :page) p
                                """), span)
                .bind("afterAt", from)
                .bind("afterId", id)
                .bind("page", PAGE)
                .map(UsageEvents::toPage)
                .one();
    }

    private static Page toPage(Readable row) {
        BigDecimal[] values = row.get("values", BigDecimal[].class);
        return values == null
                ? new Page(List.of(), null, null)
                : new Page(List.of(values), row.get("last_at", Instant.class), row.get("last_id", String.class));
    }

    private GenericExecuteSpec ofSpan(GenericExecuteSpec statement, Span span) {
        return bound(statement, span).bind("subscriptionId", span.subscriptionId());
    }

    private GenericExecuteSpec bound(GenericExecuteSpec statement, Span span) {
        return statement
                .bind("metricId", span.metric().id())
                .bind("start", span.start())
                .bind("end", span.end())
                .bind("filter", sums.filter(span.filters()));
    }
}
