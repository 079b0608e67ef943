package io.tollgate.billing.entitlement;

import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import io.tollgate.platform.db.Keyset;
import io.tollgate.user.PersonalData;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** How much of which feature the user has used, window by window. */
@Repository
class FeatureUsageData implements PersonalData {

    private static final Line START = new Line("", Instant.EPOCH.minusSeconds(1), null, 0);

    private final DatabaseClient db;

    FeatureUsageData(DatabaseClient db) {
        this.db = db;
    }

    record Line(
            String feature, Instant windowStart, @Nullable Instant windowEnd, long used) {}

    @Override
    public String section() {
        return "feature_usage";
    }

    @Override
    public Flux<?> of(UUID userId) {
        return Keyset.<Line>all(last -> page(userId, last == null ? START : last));
    }

    private Mono<List<Line>> page(UUID userId, Line after) {
        return db.sql("""
                        select f.key, u.window_start, u.window_end, u.used
                        from feature_usage u join features f on f.id = u.feature_id
                        where u.user_id = :userId and (u.window_start, f.key) > (:start, :key)
                        order by u.window_start, f.key limit :page
                        """)
                .bind("userId", userId)
                .bind("start", after.windowStart())
                .bind("key", after.feature())
                .bind("page", Keyset.PAGE)
                .map(FeatureUsageData::toLine)
                .all()
                .collectList();
    }

    private static Line toLine(Readable row) {
        OffsetDateTime end = row.get("window_end", OffsetDateTime.class);
        return new Line(
                Columns.required(row, "key", String.class),
                Columns.time(row, "window_start"),
                end == null ? null : end.toInstant(),
                Columns.required(row, "used", Long.class));
    }
}
