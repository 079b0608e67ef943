package io.tollgate.billing.subscription;

import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import io.tollgate.platform.db.Keyset;
import io.tollgate.user.PersonalData;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** All subscriptions of the user. */
@Repository
class SubscriptionData implements PersonalData {

    private static final UUID START = new UUID(0, 0);

    private final DatabaseClient db;

    SubscriptionData(DatabaseClient db) {
        this.db = db;
    }

    record Line(
            UUID id,
            String plan,
            String status,
            String provider,
            @Nullable String providerSubscriptionId,
            @Nullable String providerCustomerId,
            @Nullable Instant startedAt,
            @Nullable Instant currentPeriodEnd,
            @Nullable Instant canceledAt,
            @Nullable Instant endedAt) {}

    @Override
    public String section() {
        return "subscriptions";
    }

    @Override
    public Flux<?> of(UUID userId) {
        return Keyset.<Line>all(last -> page(userId, last == null ? START : last.id()));
    }

    private Mono<List<Line>> page(UUID userId, UUID after) {
        return db.sql("""
                        select s.id, p.code as plan, s.status, s.provider, s.provider_subscription_id,
                               s.provider_customer_id, s.started_at, s.current_period_end, s.canceled_at, s.ended_at
                        from subscriptions s
                            join plan_versions v on v.id = s.plan_version_id join plans p on p.id = v.plan_id
                        where s.user_id = :userId and s.id > :after order by s.id limit :page
                        """)
                .bind("userId", userId)
                .bind("after", after)
                .bind("page", Keyset.PAGE)
                .map(SubscriptionData::toLine)
                .all()
                .collectList();
    }

    private static Line toLine(Readable row) {
        return new Line(
                Columns.required(row, "id", UUID.class),
                Columns.required(row, "plan", String.class),
                Columns.required(row, "status", String.class),
                Columns.required(row, "provider", String.class),
                row.get("provider_subscription_id", String.class),
                row.get("provider_customer_id", String.class),
                Columns.timeOrNull(row, "started_at"),
                Columns.timeOrNull(row, "current_period_end"),
                Columns.timeOrNull(row, "canceled_at"),
                Columns.timeOrNull(row, "ended_at"));
    }
}
