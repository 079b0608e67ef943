package io.tollgate.billing.engine;

import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The rows of {@code engine_periods}: stretches that are over, with what their usage has been billed at. */
@Repository
class StretchRepository {

    /** More late usage than this of one subscription at a time waits for the next invoice. */
    private static final int MOST = 200;

    private static final TypeReference<Map<UUID, Long>> BILLED = new TypeReference<>() {};

    private final DatabaseClient db;
    private final JsonMapper json;

    StretchRepository(DatabaseClient db, JsonMapper json) {
        this.db = db;
        this.json = json;
    }

    /** Those of a subscription that have a moment of these in them, the oldest first. */
    Mono<List<BilledStretch>> touched(UUID subscriptionId, Instant from, Instant to) {
        return db.sql("""
                        select subscription_id, starts_at, ends_at, plan_version_id, anchor, zone, interval_unit,
                               interval_count, period_index, usage_billed
                        from engine_periods
                        where subscription_id = :id and starts_at <= :to and ends_at > :from
                        order by starts_at limit :most
                        """)
                .bind("id", subscriptionId)
                .bind("from", from)
                .bind("to", to)
                .bind("most", MOST)
                .map(this::toStretch)
                .all()
                .collectList();
    }

    private BilledStretch toStretch(Readable row) {
        Stretch stretch = new Stretch(
                EngineRows.required(row, "subscription_id", UUID.class),
                EngineRows.required(row, "plan_version_id", UUID.class),
                EngineRows.toCalendar(row),
                EngineRows.required(row, "period_index", Long.class),
                EngineRows.time(row, "starts_at"),
                EngineRows.time(row, "ends_at"));
        String billed = EngineRows.required(row, "usage_billed", Json.class).asString();
        return new BilledStretch(stretch, json.readValue(billed, BILLED));
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
