package io.tollgate.billing.engine;

import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Readable;
import io.tollgate.billing.pricing.BillingCalendar;
import io.tollgate.platform.db.Columns;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The rows of {@code engine_periods}: stretches that are over, with what their usage has been billed at. */
@Repository
class StretchRepository {

    /** One row, however many they are: a larger result that is cancelled leaves its connection unusable. */
    private static final String SELECT = """
            select coalesce(jsonb_agg(to_jsonb(found) order by found.starts_at), '[]') as found from (
                select p.subscription_id, p.starts_at, p.ends_at, p.plan_version_id, p.anchor, p.zone, p.interval_unit,
                       p.interval_count, p.period_index, p.usage_billed
                from engine_periods p %s) found
            """;

    private static final TypeReference<List<Row>> ROWS = new TypeReference<>() {};

    private final DatabaseClient db;
    private final JsonMapper json;

    StretchRepository(DatabaseClient db, JsonMapper json) {
        this.db = db;
        this.json = json;
    }

    /** Those of a subscription that have a moment of these in them, both included, the oldest first. */
    Mono<List<BilledStretch>> between(UUID subscriptionId, Instant from, Instant to) {
        return db.sql(SELECT.formatted("where p.subscription_id = :id and p.starts_at <= :to and p.ends_at > :from"))
                .bind("id", subscriptionId)
                .bind("from", from)
                .bind("to", to)
                .map(this::toStretches)
                .one();
    }

    /** What may divide the periods of these, or count for them: by subscription, the oldest first. */
    Mono<Map<UUID, List<BilledStretch>>> before(List<Stretch> endings) {
        if (endings.isEmpty()) {
            return Mono.just(Map.of());
        }
        return db.sql(SELECT.formatted("""
                        join unnest(:ids::uuid[], :earliest::timestamptz[], :starts::timestamptz[]) as n (id, earliest, starts)
                            on p.subscription_id = n.id and p.ends_at > n.earliest and p.starts_at < n.starts
                        """))
                .bind("ids", endings.stream().map(Stretch::subscriptionId).toArray(UUID[]::new))
                .bind("earliest", endings.stream().map(Stretch::earliest).toArray(Instant[]::new))
                .bind("starts", endings.stream().map(Stretch::from).toArray(Instant[]::new))
                .map(this::toStretches)
                .one()
                .map(found -> found.stream()
                        .collect(Collectors.groupingBy(row -> row.stretch().subscriptionId())));
    }

    private List<BilledStretch> toStretches(Readable row) {
        return json.readValue(Columns.required(row, "found", Json.class).asArray(), ROWS).stream()
                .map(Row::billed)
                .toList();
    }

    private record Row(
            UUID subscriptionId,
            Instant startsAt,
            Instant endsAt,
            UUID planVersionId,
            LocalDateTime anchor,
            String zone,
            String intervalUnit,
            int intervalCount,
            long periodIndex,
            Map<UUID, Long> usageBilled) {

        BilledStretch billed() {
            BillingCalendar calendar = EngineRows.calendar(anchor, zone, intervalUnit, intervalCount);
            Stretch stretch = new Stretch(subscriptionId, planVersionId, calendar, periodIndex, startsAt, endsAt);
            return new BilledStretch(stretch, usageBilled);
        }
    }

    /** Writes what they have now been billed at. */
    Mono<Void> write(List<BilledStretch> billed) {
        if (billed.isEmpty()) {
            return Mono.empty();
        }
        return db.sql("""
                        insert into engine_periods (subscription_id, starts_at, ends_at, plan_version_id, anchor, zone,
                                                    interval_unit, interval_count, period_index, usage_billed)
                        select id, starts, ends, version, anchor, zone, unit, count, index, billed::jsonb
                        from unnest(:ids::uuid[], :starts::timestamptz[], :ends::timestamptz[], :versions::uuid[],
                                    :anchors::timestamp[], :zones::text[], :units::text[], :counts::int[],
                                    :indexes::bigint[], :billed::text[])
                            as n (id, starts, ends, version, anchor, zone, unit, count, index, billed)
                        on conflict (subscription_id, starts_at) do update set usage_billed = excluded.usage_billed
                        """)
                .bind("ids", array(billed, row -> row.stretch().subscriptionId(), UUID[]::new))
                .bind("starts", array(billed, row -> row.stretch().from(), Instant[]::new))
                .bind("ends", array(billed, row -> row.stretch().to(), Instant[]::new))
                .bind("versions", array(billed, row -> row.stretch().versionId(), UUID[]::new))
                .bind("anchors", array(billed, row -> row.stretch().calendar().anchor(), LocalDateTime[]::new))
                .bind(
                        "zones",
                        array(billed, row -> row.stretch().calendar().zone().getId(), String[]::new))
                .bind(
                        "units",
                        array(
                                billed,
                                row -> EngineRows.word(
                                        row.stretch().calendar().interval().unit()),
                                String[]::new))
                .bind(
                        "counts",
                        array(billed, row -> row.stretch().calendar().interval().count(), Integer[]::new))
                .bind("indexes", array(billed, row -> row.stretch().index(), Long[]::new))
                .bind("billed", array(billed, this::text, String[]::new))
                .then();
    }

    private String text(BilledStretch stretch) {
        return json.writeValueAsString(stretch.billed());
    }

    private static <T> T[] array(List<BilledStretch> rows, Function<BilledStretch, T> value, IntFunction<T[]> array) {
        return rows.stream().map(value).toArray(array);
    }
}
