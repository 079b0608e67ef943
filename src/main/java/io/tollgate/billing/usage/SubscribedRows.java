package io.tollgate.billing.usage;

import io.r2dbc.spi.Readable;
import java.time.Clock;
import java.time.Duration;
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

    /** Whatever was placed before a subscription changed has been written by then, or never will be. */
    private static final Duration ON_ITS_WAY = Duration.ofMinutes(10);

    private final DatabaseClient db;
    private final Clock clock;

    SubscribedRows(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
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

    /**
     * A user, and when something happened to them: null for now.
     *
     * @param name under which it is told
     */
    record Somebody(UUID userId, @Nullable Instant at, String name) {}

    /**
     * Whose it is.
     *
     * @param ended whether it had an end when this was read
     * @param others of the same user, to which the same may be on its way, because one of them has changed a moment ago
     */
    record Owner(UUID id, boolean ended, List<UUID> others) {

        Owner {
            others = List.copyOf(others);
        }
    }

    /**
     * The subscription that each has, or had at that moment; but the one that has something under this name, if another of theirs
     * has: what was told before a change of subscription, and is told again after it, is still the same.
     */
    Mono<Map<Somebody, Owner>> of(List<Somebody> somebodies) {
        if (somebodies.isEmpty()) {
            return Mono.just(Map.of());
        }
        return db.sql("""
                        select array_agg(coalesce(told.id, found.id) order by u.place) as ids,
                               array_agg(coalesce(told.ended, found.ended_at is not null) order by u.place) as ended,
                               array_agg(case when told.id is null and greatest(found.updated_at, told.changed_at) > :changing
                                         then told.others end order by u.place) as others
                        from unnest(:users, :moments, :names) with ordinality as u (user_id, moment, name, place)
                        left join lateral (
                            select s.id, s.ended_at, s.updated_at from subscriptions s
                            where s.user_id = u.user_id and s.duplicate_of is null
                              and s.status not in ('incomplete', 'incomplete_expired')
                              and case when u.moment is null
                                  then s.replaced_by is null and s.status <> 'canceled'
                                  else s.started_at <= timestamptz 'epoch' + u.moment * interval '1 microsecond'
                                      and (s.ended_at is null
                                           or s.ended_at > timestamptz 'epoch' + u.moment * interval '1 microsecond')
                                  end
                            order by s.started_at desc, s.id desc limit 1) found on true
                        left join lateral (
                            select (array_agg(o.id order by o.started_at desc, o.id desc) filter (where k.named))[1] as id,
                                   (array_agg(o.ended_at is not null order by o.started_at desc, o.id desc)
                                        filter (where k.named))[1] as ended,
                                   string_agg(cast(o.id as text), ' ') as others, max(o.updated_at) as changed_at
                            from subscriptions o left join lateral (
                                select true as named from usage_keys k
                                where k.subscription_id = o.id and k.transaction_id = u.name collate "C" limit 1) k on true
                            where o.user_id = u.user_id and o.id is distinct from found.id) told on true
                        """)
                .bind("users", somebodies.stream().map(Somebody::userId).toArray(UUID[]::new))
                .bind(
                        "moments",
                        somebodies.stream().map(Somebody::at).map(Micros::of).toArray(Long[]::new))
                .bind("names", somebodies.stream().map(Somebody::name).toArray(String[]::new))
                .bind("changing", clock.instant().minus(ON_ITS_WAY))
                .map(row -> byPlace(somebodies, row))
                .one();
    }

    private static Map<Somebody, Owner> byPlace(List<Somebody> somebodies, Readable row) {
        @Nullable UUID[] ids = array(row, "ids", UUID[].class);
        Boolean[] ended = array(row, "ended", Boolean[].class);
        @Nullable String[] others = array(row, "others", String[].class);
        Map<Somebody, Owner> found = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] != null) {
                found.put(somebodies.get(i), new Owner(ids[i], ended[i], ids(others[i])));
            }
        }
        return found;
    }

    private static List<UUID> ids(@Nullable String text) {
        return text == null
                ? List.of()
                : Stream.of(text.split(" ")).map(UUID::fromString).toList();
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
