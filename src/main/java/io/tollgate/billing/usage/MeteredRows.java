package io.tollgate.billing.usage;

import io.r2dbc.spi.Readable;
import io.tollgate.billing.subscription.SubscriptionStatus;
import io.tollgate.platform.db.Columns;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The subscriptions whose current usage is asked for. */
@Repository
class MeteredRows {

    private static final String SELECT = """
            select s.id, s.plan_version_id, s.current_period_start, s.current_period_end, c.now_at
            from subscriptions s left join customer_clocks c on c.user_id = s.user_id
            """;

    private final DatabaseClient db;

    MeteredRows(DatabaseClient db) {
        this.db = db;
    }

    Mono<Metered> find(UUID id) {
        return db.sql(SELECT + "where s.id = :id")
                .bind("id", id)
                .map(MeteredRows::toMetered)
                .one();
    }

    /** The user's live one, or else the one that ended last and is not yet over, in the user's own time if they have one. */
    Mono<Metered> ofUser(UUID userId, Instant now) {
        return db.sql(SELECT + """
                        where s.user_id = :userId and s.duplicate_of is null and s.replaced_by is null
                          and (s.status in %s
                               or s.status = 'canceled' and s.current_period_end > coalesce(c.now_at, :now))
                        order by s.status = 'canceled', s.current_period_end desc nulls first, s.id desc limit 1
                        """.formatted(SubscriptionStatus.LIVE))
                .bind("userId", userId)
                .bind("now", now)
                .map(MeteredRows::toMetered)
                .one();
    }

    private static Metered toMetered(Readable row) {
        return new Metered(
                Objects.requireNonNull(row.get("id", UUID.class)),
                Objects.requireNonNull(row.get("plan_version_id", UUID.class)),
                Columns.timeOrNull(row, "current_period_start"),
                Columns.timeOrNull(row, "current_period_end"),
                Columns.timeOrNull(row, "now_at"));
    }
}
