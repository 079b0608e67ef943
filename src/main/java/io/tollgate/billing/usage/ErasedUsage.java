package io.tollgate.billing.usage;

import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/**
 * Takes out of the events of erased users what may tell of a person. What they add up to belongs to invoices and stays, about
 * nobody; what was told apart stays different under a digest.
 */
@Repository
class ErasedUsage {

    /** Events in one statement: a user may have millions, and nobody's usage waits for that. */
    static final int PAGE = 1_000;

    private static final UUID NONE = new UUID(0, 0);
    private static final int FOUND_AT_ONCE = 200;

    private final DatabaseClient db;

    ErasedUsage(DatabaseClient db) {
        this.db = db;
    }

    /** @param sequence of the last event that it has by now */
    record Waiting(UUID subscriptionId, long sequence) {}

    /** An event's place among those of its subscription. */
    record Place(UUID metricId, Instant at) {}

    /** @param last null when there was nothing more */
    record Page(long size, @Nullable Place last) {

        /** Where to go on; null at the end. */
        @Nullable Place next() {
            return size < PAGE ? null : last;
        }
    }

    /** Some subscriptions of erased users with events that have not been gone through, by id. */
    Mono<List<Waiting>> waiting(@Nullable UUID after) {
        return db.sql("""
                        select s.id, h.sequence
                        from users u join subscriptions s on s.user_id = u.id
                        join usage_heads h on h.subscription_id = s.id
                        left join usage_forgotten f on f.subscription_id = s.id
                        where u.erased_at is not null and h.sequence > coalesce(f.sequence, 0) and s.id > :after
                        order by s.id limit :most
                        """)
                .bind("after", after == null ? NONE : after)
                .bind("most", FOUND_AT_ONCE)
                .map(row -> new Waiting(
                        Columns.required(row, "id", UUID.class), Columns.required(row, "sequence", Long.class)))
                .all()
                .collectList();
    }

    /** Those of the same moment as the last of the page go with it. */
    Mono<Page> forget(UUID subscriptionId, @Nullable Place after) {
        return db.sql("""
                        with page as materialized (
                            select metric_id, at from usage_events
                            where subscription_id = :id and (metric_id, at) > (:metricId, :at)
                            order by metric_id, at limit :page
                        ), last as materialized (
                            select metric_id, at from page order by metric_id desc, at desc limit 1
                        ), forgotten as (
                            update usage_events e set properties = null, unique_value = md5(e.unique_value)
                            from last
                            where e.subscription_id = :id and (e.metric_id, e.at) > (:metricId, :at)
                              and (e.metric_id, e.at) <= (last.metric_id, last.at) and e.properties is not null
                        )
                        select (select count(*) from page) as size, (select metric_id from last) as metric_id,
                               (select at from last) as at
                        """)
                .bind("id", subscriptionId)
                .bind("metricId", after == null ? NONE : after.metricId())
                .bind("at", after == null ? Instant.EPOCH : after.at())
                .bind("page", PAGE)
                .map(ErasedUsage::toPage)
                .one();
    }

    /** @param sequence as it was before the first page */
    Mono<Void> note(UUID subscriptionId, long sequence) {
        return db.sql("""
                        insert into usage_forgotten (subscription_id, sequence) values (:id, :sequence)
                        on conflict (subscription_id) do update
                        set sequence = greatest(usage_forgotten.sequence, excluded.sequence)
                        """).bind("id", subscriptionId).bind("sequence", sequence).then();
    }

    private static Page toPage(Readable row) {
        UUID metricId = row.get("metric_id", UUID.class);
        Instant at = Columns.timeOrNull(row, "at");
        Place last = metricId == null || at == null ? null : new Place(metricId, at);
        return new Page(Columns.required(row, "size", Long.class), last);
    }
}
