package io.tollgate.billing.usage;

import io.tollgate.billing.usage.HourSum.Numbered;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** Writes events and what their hours add up to, in one statement. */
@Repository
class UsageLedger {

    private static final String MOMENT = "timestamptz 'epoch' + %s * interval '1 microsecond'";

    private static final String ADD = """
            with added as (
                insert into usage_events (id, subscription_id, metric_id, at, value, transaction_id, facet, unique_value,
                                          properties, sequence, received_at)
                select e.id, e.subscription_id, e.metric_id, %s, e.value, e.transaction_id, e.facet, e.unique_value,
                       cast(e.properties as json), e.sequence, :now
                from unnest(:ids, :subscriptions, :metrics, :moments, :values, :transactions, :facets, :uniqueValues,
                            :properties, :sequences)
                    as e (id, subscription_id, metric_id, at, value, transaction_id, facet, unique_value, properties, sequence)
            )
            insert into usage_hours (subscription_id, metric_id, hour, facet, events, total, highest, lowest, first_at,
                                     last_at, last_id, last_value, sequence)
            select h.subscription_id, h.metric_id, %s, h.facet, h.events, h.total, h.highest, h.lowest, %s, %s, h.last_id,
                   h.last_value, h.sequence
            from unnest(:hourSubscriptions, :hourMetrics, :hours, :hourFacets, :counts, :totals, :highest, :lowest, :firsts,
                        :lasts, :lastIds, :lastValues, :hourSequences)
                as h (subscription_id, metric_id, hour, facet, events, total, highest, lowest, first_at, last_at,
                      last_id, last_value, sequence)
            order by h.subscription_id, h.metric_id, h.hour, h.facet collate "C"
            on conflict (subscription_id, metric_id, hour, facet) do update set
                events = usage_hours.events + excluded.events,
                total = usage_hours.total + excluded.total,
                highest = greatest(usage_hours.highest, excluded.highest),
                lowest = least(usage_hours.lowest, excluded.lowest),
                first_at = least(usage_hours.first_at, excluded.first_at),
                last_at = greatest(usage_hours.last_at, excluded.last_at),
                last_id = case when (excluded.last_at, excluded.last_id) > (usage_hours.last_at, usage_hours.last_id)
                    then excluded.last_id else usage_hours.last_id end,
                last_value = case when (excluded.last_at, excluded.last_id) > (usage_hours.last_at, usage_hours.last_id)
                    then excluded.last_value else usage_hours.last_value end,
                sequence = excluded.sequence
            """.formatted(
                    MOMENT.formatted("e.at"),
                    MOMENT.formatted("h.hour"),
                    MOMENT.formatted("h.first_at"),
                    MOMENT.formatted("h.last_at"));

    private final DatabaseClient db;

    UsageLedger(DatabaseClient db) {
        this.db = db;
    }

    /** @param events in the order of their numbers */
    Mono<Void> add(List<Numbered> events, Instant now) {
        Collection<HourSum> hours = HourSum.of(events);
        return hours(events(db.sql(ADD).bind("now", now), events), hours).then();
    }

    private static GenericExecuteSpec events(GenericExecuteSpec statement, List<Numbered> events) {
        return statement
                .bind("ids", uuids(events, numbered -> numbered.event().id()))
                .bind(
                        "subscriptions",
                        uuids(events, numbered -> numbered.event().subscriptionId()))
                .bind(
                        "metrics",
                        uuids(events, numbered -> report(numbered).metric().id()))
                .bind(
                        "moments",
                        longs(events, numbered -> Micros.at(numbered.event().at())))
                .bind("values", decimals(events, numbered -> report(numbered).value()))
                .bind("transactions", texts(events, numbered -> report(numbered).transactionId()))
                .bind("facets", texts(events, numbered -> report(numbered).facet()))
                .bind("uniqueValues", texts(events, numbered -> report(numbered).uniqueValue()))
                .bind("properties", texts(events, numbered -> report(numbered).properties()))
                .bind("sequences", longs(events, Numbered::sequence));
    }

    private static GenericExecuteSpec hours(GenericExecuteSpec statement, Collection<HourSum> hours) {
        return statement
                .bind("hourSubscriptions", uuids(hours, sum -> sum.hour().subscriptionId()))
                .bind("hourMetrics", uuids(hours, sum -> sum.hour().metricId()))
                .bind("hours", longs(hours, sum -> Micros.at(sum.hour().start())))
                .bind("hourFacets", texts(hours, sum -> sum.hour().facet()))
                .bind("counts", longs(hours, HourSum::events))
                .bind("totals", decimals(hours, HourSum::total))
                .bind("highest", decimals(hours, HourSum::highest))
                .bind("lowest", decimals(hours, HourSum::lowest))
                .bind("firsts", longs(hours, sum -> Micros.at(sum.firstAt())))
                .bind("lasts", longs(hours, sum -> Micros.at(sum.last().at())))
                .bind("lastIds", texts(hours, sum -> sum.last().report().transactionId()))
                .bind("lastValues", decimals(hours, sum -> sum.last().report().value()))
                .bind("hourSequences", longs(hours, HourSum::sequence));
    }

    private static UsageReport report(Numbered numbered) {
        return numbered.event().report();
    }

    private static <T> UUID[] uuids(Collection<T> rows, Function<T, UUID> value) {
        return rows.stream().map(value).toArray(UUID[]::new);
    }

    private static <T> @Nullable Long[] longs(Collection<T> rows, Function<T, @Nullable Long> value) {
        return rows.stream().map(value).toArray(Long[]::new);
    }

    private static <T> @Nullable BigDecimal[] decimals(Collection<T> rows, Function<T, @Nullable BigDecimal> value) {
        return rows.stream().map(value).toArray(BigDecimal[]::new);
    }

    private static <T> @Nullable String[] texts(Collection<T> rows, Function<T, @Nullable String> value) {
        return rows.stream().map(value).toArray(String[]::new);
    }
}
