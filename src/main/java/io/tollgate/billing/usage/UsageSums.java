package io.tollgate.billing.usage;

import io.r2dbc.spi.Readable;
import io.tollgate.billing.metric.Facets;
import io.tollgate.billing.metric.Metric;
import io.tollgate.billing.metric.PlanCharge;
import io.tollgate.billing.pricing.Aggregation;
import io.tollgate.billing.pricing.Decimals;
import io.tollgate.platform.db.Columns;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
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

    /** Costs half as much again as all the rest, so it is left out where nobody filters. */
    private static final String MATCHING = """
            (q.filter = '{}' or not exists (
                select from jsonb_each(q.filter) f
                where not jsonb_exists(f.value, coalesce(cast(%s.facet as jsonb) ->> f.key, ''))))""";

    /**
     * An hour counts as a whole when its first and last event lie inside, which only the hours of the two ends may not do: of those
     * the events are looked at one by one. An event counts when, for each property of the filter, what it shows is one of the values;
     * what it does not show is the empty text.
     *
     * <p>Without its offset the query of these events would become a join, of which the planner believes that it wants most events
     * that the subscription ever had.
     */
    private static final String SUM = """
            select p.*, %3$s as corrections
            from (
                select u.place, u.subscription_id, u.metric_id, cast(u.filter as jsonb) as filter, u.corrected,
                       timestamptz 'epoch' + u.start_at * interval '1 microsecond' as start_at,
                       timestamptz 'epoch' + u.end_at * interval '1 microsecond' as end_at
                from unnest(:subscriptions, :metrics, :starts, :ends, :filters, :corrected) with ordinality
                    as u (subscription_id, metric_id, start_at, end_at, filter, corrected, place)) q
            cross join lateral (
                select coalesce(sum(p.events), 0)::bigint as events, coalesce(sum(p.total), 0) as total,
                       coalesce(max(p.highest), 0) as highest, coalesce(min(p.lowest), 0) as lowest, %1$s as latest
                from (
                    select events, total, highest, lowest, last_at, last_id, last_value
                    from usage_hours h
                    where h.subscription_id = q.subscription_id and h.metric_id = q.metric_id
                      and h.hour > q.start_at - interval '1 hour' and h.hour < q.end_at
                      and h.first_at >= q.start_at and h.last_at < q.end_at
                      and %2$s
                    union all
                    select 1, e.value, e.value, e.value, e.at, e.transaction_id, e.value
                    from (
                        select h.hour, array_agg(h.facet) as facets from usage_hours h
                        where h.subscription_id = q.subscription_id and h.metric_id = q.metric_id
                          and h.hour in (date_trunc('hour', q.start_at, 'UTC'), date_trunc('hour', q.end_at, 'UTC'))
                          and h.hour < q.end_at and (h.first_at < q.start_at or h.last_at >= q.end_at)
                          and %2$s
                        group by h.hour) cut
                    cross join lateral (
                        select told.* from (
                            select at, value, transaction_id, facet from usage_events e
                            where e.subscription_id = q.subscription_id and e.metric_id = q.metric_id
                              and e.at >= greatest(cut.hour, q.start_at) and e.at < least(cut.hour + interval '1 hour', q.end_at)
                            offset 0) told
                        join unnest(cut.facets) as facets (facet) using (facet)) e) p) p
            order by q.place
            """;

    /** Wants all hours in order, which no other aggregation does. */
    private static final String LATEST =
            "coalesce((array_agg(p.last_value order by p.last_at desc, p.last_id desc))[1], 0)";

    /** An hour does not tell them from its other events. They are few, and have an index of their own. */
    private static final String CORRECTIONS = """
            (select count(*) from usage_events e
             where q.corrected and e.subscription_id = q.subscription_id and e.metric_id = q.metric_id
               and e.at >= q.start_at and e.at < q.end_at and e.value < 0 and %s)""";

    private final DatabaseClient db;
    private final JsonMapper json;

    UsageSums(DatabaseClient db, JsonMapper json) {
        this.db = db;
        this.json = json;
    }

    /**
     * A stretch of time, half-open.
     *
     * @param corrected whether corrections are counted apart
     */
    record Span(UUID subscriptionId, Metric metric, Facets filters, Instant start, Instant end, boolean corrected) {

        static Span of(UsageQuestion question) {
            PlanCharge charge = question.charge();
            return new Span(
                    question.subscriptionId(),
                    charge.metric(),
                    charge.filters(),
                    question.period().start(),
                    question.period().end(),
                    charge.metric().aggregation() == Aggregation.SUM
                            && charge.charge().price().needsCorrections());
        }

        boolean wantsLatest() {
            return metric.aggregation() == Aggregation.LATEST;
        }

        /** The same of another subscription. */
        Span in(UUID otherId) {
            return new Span(otherId, metric, filters, start, end, corrected);
        }

        /** All that was before. */
        Span before() {
            return new Span(subscriptionId, metric, filters, Instant.EPOCH, start, corrected);
        }
    }

    /**
     * 0 without any event.
     *
     * @param lowest the smallest value, where the metric is about that
     * @param latest the value of the last event, where the metric is about that
     * @param corrections how many of the events are below zero, where the span asks for it
     */
    record Sum(
            long events, BigDecimal total, BigDecimal highest, BigDecimal lowest, BigDecimal latest, long corrections) {

        Sum {
            total = Decimals.plain(total);
            highest = Decimals.plain(highest);
            lowest = Decimals.plain(lowest);
            latest = Decimals.plain(latest);
        }
    }

    /** In the same order; at most 200 at a time. */
    Mono<List<Sum>> of(List<Span> spans) {
        boolean filtered = spans.stream().anyMatch(span -> !span.filters().isEmpty());
        return db.sql(SUM.formatted(
                        spans.stream().anyMatch(Span::wantsLatest) ? LATEST : "0::numeric",
                        matching(filtered, "h"),
                        spans.stream().anyMatch(Span::corrected)
                                ? CORRECTIONS.formatted(matching(filtered, "e"))
                                : "0::bigint"))
                .bind("subscriptions", array(spans, Span::subscriptionId, UUID[]::new))
                .bind("metrics", array(spans, span -> span.metric().id(), UUID[]::new))
                .bind("starts", array(spans, span -> Micros.at(span.start()), Long[]::new))
                .bind("ends", array(spans, span -> Micros.at(span.end()), Long[]::new))
                .bind("filters", array(spans, span -> filter(span.filters()), String[]::new))
                .bind("corrected", array(spans, Span::corrected, Boolean[]::new))
                .map(UsageSums::toSum)
                .all()
                .collectList();
    }

    private static String matching(boolean filtered, String rows) {
        return filtered ? MATCHING.formatted(rows) : "true";
    }

    String filter(Facets filters) {
        return filters.isEmpty() ? "{}" : json.writeValueAsString(filters.values());
    }

    private static <T> T[] array(List<Span> spans, Function<Span, T> value, IntFunction<T[]> generator) {
        return spans.stream().map(value).toArray(generator);
    }

    private static Sum toSum(Readable row) {
        return new Sum(
                Columns.required(row, "events", Long.class),
                Columns.required(row, "total", BigDecimal.class),
                Columns.required(row, "highest", BigDecimal.class),
                Columns.required(row, "lowest", BigDecimal.class),
                Columns.required(row, "latest", BigDecimal.class),
                Columns.required(row, "corrections", Long.class));
    }
}
