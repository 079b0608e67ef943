package io.tollgate.billing.usage;

import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import io.tollgate.platform.db.Keyset;
import io.tollgate.user.PersonalData;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the user's subscriptions have used, by metric and month (UTC). */
@Repository
class UsageData implements PersonalData {

    private static final UUID NONE = new UUID(0, 0);
    private static final Line START = new Line(NONE, "", Instant.EPOCH, 0, BigDecimal.ZERO);

    private final DatabaseClient db;

    UsageData(DatabaseClient db) {
        this.db = db;
    }

    /** @param total of the values; means something only where they are added up */
    record Line(UUID subscriptionId, String metric, Instant month, long events, BigDecimal total) {}

    @Override
    public String section() {
        return "metered_usage";
    }

    @Override
    public Flux<?> of(UUID userId) {
        return Keyset.<Line>all(last -> page(userId, last == null ? START : last));
    }

    private Mono<List<Line>> page(UUID userId, Line after) {
        return db.sql("""
                        select h.subscription_id, m.code, date_trunc('month', h.hour, 'UTC') as month,
                               sum(h.events)::bigint as events, sum(h.total) as total
                        from subscriptions s
                            join usage_hours h on h.subscription_id = s.id join billable_metrics m on m.id = h.metric_id
                        where s.user_id = :userId
                          and (h.subscription_id, m.code, date_trunc('month', h.hour, 'UTC')) > (:subscription, :metric, :month)
                        group by 1, 2, 3 order by 1, 2, 3 limit :page
                        """)
                .bind("userId", userId)
                .bind("subscription", after.subscriptionId())
                .bind("metric", after.metric())
                .bind("month", after.month())
                .bind("page", Keyset.PAGE)
                .map(UsageData::toLine)
                .all()
                .collectList();
    }

    private static Line toLine(Readable row) {
        return new Line(
                Columns.required(row, "subscription_id", UUID.class),
                Columns.required(row, "code", String.class),
                Columns.time(row, "month"),
                Columns.required(row, "events", Long.class),
                Columns.required(row, "total", BigDecimal.class));
    }
}
