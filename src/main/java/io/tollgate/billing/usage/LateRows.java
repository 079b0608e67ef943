package io.tollgate.billing.usage;

import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** What came when, by the numbers that events have in their subscription. */
@Repository
class LateRows {

    private final DatabaseClient db;

    LateRows(DatabaseClient db) {
        this.db = db;
    }

    Mono<Long> sequence(UUID subscriptionId) {
        return db.sql("select sequence from usage_heads where subscription_id = :id")
                .bind("id", subscriptionId)
                .mapValue(Long.class)
                .one()
                .defaultIfEmpty(0L);
    }

    /** @param from no hour before is looked at */
    Mono<List<LateUsage>> since(UUID subscriptionId, Instant from, Instant before, long afterSequence) {
        return db.sql("""
                        select metric_id, min(first_at) as first_at, max(last_at) as last_at, max(sequence) as sequence
                        from usage_hours
                        where subscription_id = :id and hour >= :from and hour < :before and first_at < :before
                          and sequence > :after
                          and exists (select from usage_heads where subscription_id = :id and sequence > :after)
                        group by metric_id order by min(first_at), metric_id
                        """)
                .bind("id", subscriptionId)
                .bind("from", from)
                .bind("before", before)
                .bind("after", afterSequence)
                .map(LateRows::toLate)
                .all()
                .collectList();
    }

    private static LateUsage toLate(Readable row) {
        return new LateUsage(
                Columns.required(row, "metric_id", UUID.class),
                Columns.time(row, "first_at"),
                Columns.time(row, "last_at"),
                Columns.required(row, "sequence", Long.class));
    }
}
