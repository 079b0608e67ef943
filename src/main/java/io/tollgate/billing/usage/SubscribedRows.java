package io.tollgate.billing.usage;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** Whose usage it is, read from {@code subscriptions}. Answers come in one row each: a large result is a danger when cancelled. */
@Repository
class SubscribedRows {

    private final DatabaseClient db;

    SubscribedRows(DatabaseClient db) {
        this.db = db;
    }

    Mono<Map<UUID, Subscribed>> find(Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Mono.just(Map.of());
        }
        return db.sql("""
                        select array_agg(s.id) as ids,
                               array_agg(s.status not in ('incomplete', 'incomplete_expired')) as begun,
                               array_agg(cast(extract(epoch from s.started_at) * 1000000 as bigint)) as began,
                               array_agg(cast(extract(epoch from s.ended_at) * 1000000 as bigint)) as ended,
                               array_agg((
                                   select string_agg(concat(cast(extract(epoch from p.paused_at) * 1000000 as bigint), ' ',
                                       cast(extract(epoch from p.resumed_at) * 1000000 as bigint)), ',')
                                   from subscription_pauses p where p.subscription_id = s.id)) as pauses
                        from subscriptions s where s.id = any(:ids)
                        """)
                .bind("ids", ids.toArray(UUID[]::new))
                .map(SubscribedRows::toSubscribed)
                .one();
    }

    /** A user, and when something happened to them: null for now. */
    record Somebody(UUID userId, @Nullable Instant at) {}

    /** The subscription that each has, or had at that moment. */
    Mono<Map<Somebody, UUID>> of(List<Somebody> somebodies) {
        if (somebodies.isEmpty()) {
            return Mono.just(Map.of());
        }
        return db.sql("""
                        select array_agg(found.id order by u.place) as ids
                        from unnest(:users, :moments) with ordinality as u (user_id, moment, place)
                        left join lateral (
                            select s.id from subscriptions s
                            where s.user_id = u.user_id and s.duplicate_of is null
                              and s.status not in ('incomplete', 'incomplete_expired')
                              and case when u.moment is null
                                  then s.replaced_by is null and s.status <> 'canceled'
                                  else s.started_at <= timestamptz 'epoch' + u.moment * interval '1 microsecond'
                                      and (s.ended_at is null
                                           or s.ended_at > timestamptz 'epoch' + u.moment * interval '1 microsecond')
                                  end
                            order by s.started_at desc, s.id desc limit 1) found on true
                        """)
                .bind("users", somebodies.stream().map(Somebody::userId).toArray(UUID[]::new))
                .bind(
                        "moments",
                        somebodies.stream().map(Somebody::at).map(Micros::of).toArray(Long[]::new))
                .map(row -> byPlace(somebodies, array(row, "ids", UUID[].class)))
                .one();
    }

    private static Map<Somebody, UUID> byPlace(List<Somebody> somebodies, @Nullable UUID[] ids) {
        Map<Somebody, UUID> found = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] != null) {
                found.put(somebodies.get(i), ids[i]);
            }
        }
        return found;
    }

    private static Map<UUID, Subscribed> toSubscribed(Readable row) {
        UUID[] ids = row.get("ids", UUID[].class);
        if (ids == null) {
            return Map.of();
        }
        Boolean[] begun = array(row, "begun", Boolean[].class);
        Long[] began = array(row, "began", Long[].class);
        @Nullable Long[] ended = array(row, "ended", Long[].class);
        @Nullable String[] pauses = array(row, "pauses", String[].class);
        Map<UUID, Subscribed> found = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            Long end = ended[i];
            found.put(
                    ids[i],
                    new Subscribed(
                            ids[i],
                            begun[i],
                            Micros.toInstant(began[i]),
                            end == null ? null : Micros.toInstant(end),
                            pauses(pauses[i])));
        }
        return found;
    }

    /** @param text such as {@code 1000000 2000000,3000000 }, the last still going on */
    private static List<Subscribed.Pause> pauses(@Nullable String text) {
        return text == null
                ? List.of()
                : Stream.of(text.split(",", -1)).map(SubscribedRows::pause).toList();
    }

    private static Subscribed.Pause pause(String text) {
        int gap = text.indexOf(' ');
        String to = text.substring(gap + 1);
        return new Subscribed.Pause(
                Micros.toInstant(Long.parseLong(text.substring(0, gap))),
                to.isEmpty() ? null : Micros.toInstant(Long.parseLong(to)));
    }

    private static <T> T array(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
