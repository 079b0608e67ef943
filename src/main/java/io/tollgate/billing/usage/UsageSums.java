package io.tollgate.billing.usage;

import io.r2dbc.spi.Readable;
import io.tollgate.billing.metric.Facets;
import io.tollgate.billing.metric.Metric;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Adds up the rows of {@code usage_hours}, and events only of hours that lie partly outside. */
@Repository
class UsageSums {

    /**
     * An hour counts as a whole when its first and last event lie inside, which only the hours of the two ends may not do. An
     * event counts when, for each property of the filter, what it shows is one of the values; what it does not show is the
     * empty text.
     */
    private static final String SUM = """
            select q.place, coalesce(sum(p.events), 0)::bigint as events, coalesce(sum(p.total), 0) as total,
                   coalesce(max(p.highest), 0) as highest,
                   coalesce((array_agg(p.last_value order by p.last_at desc, p.last_id desc))[1], 0) as latest
            from (
                select u.place, u.subscription_id, u.metric_id, cast(u.filter as jsonb) as filter,
                       timestamptz 'epoch' + u.start_at * interval '1 microsecond' as start_at,
                       timestamptz 'epoch' + u.end_at * interval '1 microsecond' as end_at
                from unnest(:subscriptions, :metrics, :starts, :ends, :filters) with ordinality
                    as u (subscription_id, metric_id, start_at, end_at, filter, place)) q
            left join lateral (
                with hours as (
                    select h.*, h.first_at >= q.start_at and h.last_at < q.end_at as inside
                    from usage_hours h
                    where h.subscription_id = q.subscription_id and h.metric_id = q.metric_id
                      and h.hour > q.start_at - interval '1 hour' and h.hour < q.end_at
                      and not exists (
                          select from jsonb_each(q.filter) f
                          where not jsonb_exists(f.value, coalesce(cast(h.facet as jsonb) ->> f.key, ''))))
                select events, total, highest, last_at, last_id, last_value from hours where inside
                union all
                select 1, e.value, e.value, e.at, e.transaction_id, e.value
                from hours h join usage_events e
                    on e.subscription_id = q.subscription_id and e.metric_id = q.metric_id
                        and e.at >= greatest(h.hour, q.start_at) and e.at < least(h.hour + interval '1 hour', q.end_at)
                        and e.facet = h.facet
                where not h.inside) p on true
            group by q.place order by q.place
            """;

    private final DatabaseClient db;
    private final JsonMapper json;

    UsageSums(DatabaseClient db, JsonMapper json) {
        this.db = db;
        this.json = json;
    }

    /** A stretch of time, half-open. */
    record Span(UUID subscriptionId, Metric metric, Facets filters, Instant start, Instant end) {

        static Span of(UsageQuestion question) {
            return new Span(
                    question.subscriptionId(),
                    question.charge().metric(),
                    question.charge().filters(),
                    question.period().start(),
                    question.period().end());
        }

        /** All that was before. */
        Span before() {
            return new Span(subscriptionId, metric, filters, Instant.EPOCH, start);
        }
    }

    /** @param latest the value of the last event; 0 without any */
    record Sum(long events, BigDecimal total, BigDecimal highest, BigDecimal latest) {}

    /** In the same order; at most 200 at a time. */
    Mono<List<Sum>> of(List<Span> spans) {
        return db.sql(SUM)
                .bind("subscriptions", array(spans, Span::subscriptionId, UUID[]::new))
                .bind("metrics", array(spans, span -> span.metric().id(), UUID[]::new))
                .bind("starts", array(spans, span -> Micros.at(span.start()), Long[]::new))
                .bind("ends", array(spans, span -> Micros.at(span.end()), Long[]::new))
                .bind("filters", array(spans, span -> filter(span.filters()), String[]::new))
                .map(UsageSums::toSum)
                .all()
                .collectList();
    }

    String filter(Facets filters) {
        return filters.isEmpty() ? "{}" : json.writeValueAsString(filters.values());
    }

    private static <T> T[] array(List<Span> spans, Function<Span, T> value, IntFunction<T[]> generator) {
        return spans.stream().map(value).toArray(generator);
    }

    private static Sum toSum(Readable row) {
        return new Sum(
                required(row, "events", Long.class),
                required(row, "total", BigDecimal.class),
                required(row, "highest", BigDecimal.class),
                required(row, "latest", BigDecimal.class));
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
