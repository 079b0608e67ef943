package io.tollgate.billing.usage;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/**
 * The rows of {@code usage_keys} and {@code usage_heads}: which names are taken, and how many events a subscription has.
 *
 * <p>Locks are taken in one order by everybody: names by subscription and name, then subscriptions. Who has a subscription's row
 * writes its hours alone. So none waits in a circle.
 */
@Repository
class UsageNames {

    private static final String TAKE = """
            with keys as (
                insert into usage_keys (subscription_id, transaction_id, event_id, content, received_at)
                select k.subscription_id, k.transaction_id, k.event_id, k.content, :now
                from unnest(:subscriptions, :transactions, :events, :contents)
                    as k (subscription_id, transaction_id, event_id, content)
                order by k.subscription_id, k.transaction_id collate "C"
                on conflict do nothing
                returning subscription_id, event_id
            ), heads as (
                insert into usage_heads (subscription_id, sequence)
                select subscription_id, count(*) from keys where event_id <> :elsewhere group by subscription_id order by subscription_id
                on conflict (subscription_id) do update set sequence = usage_heads.sequence + excluded.sequence
                returning subscription_id, sequence
            )
            select (select array_agg(event_id) filter (where event_id <> :elsewhere) from keys) as events,
                   (select count(*) filter (where event_id = :elsewhere) from keys) as kept,
                   (select array_agg(subscription_id) from heads) as subscriptions,
                   (select array_agg(sequence) from heads) as sequences
            """;

    private final DatabaseClient db;

    UsageNames(DatabaseClient db) {
        this.db = db;
    }

    /**
     * Names that were free.
     *
     * @param events ids of the events that now have them
     * @param sequences of each subscription the number of its last event; nobody else gives one before the transaction ends
     */
    record Taken(Set<UUID> events, Map<UUID, Long> sequences) {}

    /** Fails with {@link ChangedMeanwhile}. @param events of different names */
    Mono<Taken> take(List<Placed> events, Instant now) {
        NameRows names = NameRows.of(events);
        return db.sql(TAKE)
                .bind("now", now)
                .bind("elsewhere", NameRows.ELSEWHERE)
                .bind("subscriptions", names.uuids(NameRows.Row::subscriptionId))
                .bind("transactions", names.names())
                .bind("events", names.uuids(NameRows.Row::eventId))
                .bind("contents", names.contents())
                .map(row -> toTaken(row, names.kept()))
                .one();
    }

    /** What stands under names that are taken. */
    Mono<Map<Placed.Key, Long>> contents(List<Placed.Key> keys) {
        return db.sql("""
                        select array_agg(k.content order by n.place) as contents
                        from unnest(:subscriptions, :transactions) with ordinality as n (subscription_id, transaction_id, place)
                        left join lateral (
                            select u.content from usage_keys u
                            where u.subscription_id = n.subscription_id and u.transaction_id = n.transaction_id collate "C"
                            limit 1) k on true
                        """)
                .bind(
                        "subscriptions",
                        keys.stream().map(Placed.Key::subscriptionId).toArray(UUID[]::new))
                .bind(
                        "transactions",
                        keys.stream().map(Placed.Key::transactionId).toArray(String[]::new))
                .map(row -> byPlace(keys, row.get("contents", Long[].class)))
                .one();
    }

    private static Map<Placed.Key, Long> byPlace(List<Placed.Key> keys, @Nullable Long @Nullable [] contents) {
        Map<Placed.Key, Long> found = new HashMap<>();
        for (int i = 0; contents != null && i < contents.length; i++) {
            if (contents[i] != null) {
                found.put(keys.get(i), contents[i]);
            }
        }
        return found;
    }

    private static Taken toTaken(Readable row, long kept) {
        if (Objects.requireNonNull(row.get("kept", Long.class)) != kept) {
            throw new ChangedMeanwhile();
        }
        UUID[] events = row.get("events", UUID[].class);
        UUID[] subscriptions = row.get("subscriptions", UUID[].class);
        Long[] sequences = row.get("sequences", Long[].class);
        if (events == null || subscriptions == null || sequences == null) {
            return new Taken(Set.of(), Map.of());
        }
        Map<UUID, Long> heads = new HashMap<>();
        for (int i = 0; i < subscriptions.length; i++) {
            heads.put(subscriptions[i], sequences[i]);
        }
        return new Taken(Set.of(events), heads);
    }
}
