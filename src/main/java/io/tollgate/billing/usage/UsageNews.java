package io.tollgate.billing.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** What has been told of the usage of many subscriptions, in one statement each: at most 256 of them. */
@Repository
public class UsageNews {

    /** As with {@link MeteredUsage#lateSince}. */
    private static final Duration MARGIN = Duration.ofDays(7);

    private final DatabaseClient db;
    private final Duration lookBack;

    UsageNews(DatabaseClient db, @Value("${tollgate.billing.usage.look-back:35d}") Duration lookBack) {
        this.db = db;
        this.lookBack = lookBack.plus(MARGIN);
    }

    /**
     * Up to where a subscription's usage has been counted.
     *
     * @param before the end of the last stretch that was billed
     * @param sequence the event up to which it was
     */
    public record Counted(UUID subscriptionId, Instant before, long sequence) {}

    /** How many events each has had so far; who has had none is left out. */
    public Mono<Map<UUID, Long>> sequences(Collection<UUID> subscriptionIds) {
        return db.sql("select subscription_id, sequence from usage_heads where subscription_id = any(:ids)")
                .bind("ids", subscriptionIds.toArray(UUID[]::new))
                .map(row -> Map.entry(
                        Objects.requireNonNull(row.get("subscription_id", UUID.class)),
                        Objects.requireNonNull(row.get("sequence", Long.class))))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** Those of which something was told late. */
    public Mono<Set<UUID>> toldLate(List<Counted> counted) {
        return db.sql("""
                        select n.id
                        from unnest(:ids::uuid[], :froms::timestamptz[], :befores::timestamptz[], :sequences::bigint[])
                            as n (id, since, before, sequence)
                        where exists (
                            select from usage_hours h
                            where h.subscription_id = n.id and h.hour >= n.since and h.hour < n.before
                              and h.first_at < n.before and h.sequence > n.sequence)
                        """)
                .bind("ids", counted.stream().map(Counted::subscriptionId).toArray(UUID[]::new))
                .bind(
                        "froms",
                        counted.stream()
                                .map(one -> one.before().minus(lookBack))
                                .toArray(Instant[]::new))
                .bind("befores", counted.stream().map(Counted::before).toArray(Instant[]::new))
                .bind("sequences", counted.stream().map(Counted::sequence).toArray(Long[]::new))
                .map(row -> Objects.requireNonNull(row.get("id", UUID.class)))
                .all()
                .collect(Collectors.toSet());
    }
}
