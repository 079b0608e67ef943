package io.tollgate.billing.entitlement;

import io.r2dbc.spi.Readable;
import io.tollgate.billing.plan.Tier;
import io.tollgate.billing.subscription.SubscriptionStatus;
import io.tollgate.platform.db.Columns;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/**
 * Reads a user and what they hold in one query. The guards read the user anyway, so asking for the subscription with it costs
 * no further way to the database, and what is answered is never older than the request.
 */
@Repository
class AccessRepository {

    private final DatabaseClient db;
    private final Clock clock;

    AccessRepository(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Empty when there is no such user. */
    Mono<Access> find(UUID userId) {
        return db.sql("""
                        select u.is_active and u.is_verified as may_act, c.now_at, s.id, s.status, s.current_period_start,
                               s.current_period_end, v.id as version_id, v.number, p.id as plan_id, p.code, p.name, p.tier
                        from users u
                        left join customer_clocks c on c.user_id = u.id
                        left join lateral (
                            select * from subscriptions
                            where user_id = u.id and duplicate_of is null and replaced_by is null
                              and (status in ('trialing', 'active', 'past_due')
                                   or status = 'canceled' and current_period_end > coalesce(c.now_at, :now))
                            order by status = 'canceled', current_period_end desc nulls first, id desc limit 5) s on true
                        left join plan_versions v on v.id = s.plan_version_id
                        left join plans p on p.id = v.plan_id
                        where u.id = :userId
                        """)
                .bind("userId", userId)
                .bind("now", clock.instant())
                .map(AccessRepository::toRow)
                .all()
                .collectList()
                .filter(rows -> !rows.isEmpty())
                .map(rows -> access(userId, rows));
    }

    /** @param ownTime of a customer whom a test moves through time */
    private record Row(boolean mayAct, @Nullable Instant ownTime, Access.@Nullable Held held) {}

    private Access access(UUID userId, List<Row> rows) {
        return new Access(
                userId,
                rows.getFirst().mayAct(),
                Objects.requireNonNullElseGet(rows.getFirst().ownTime(), clock::instant),
                rows.stream().map(Row::held).filter(Objects::nonNull).toList());
    }

    private static Row toRow(Readable row) {
        UUID id = row.get("id", UUID.class);
        return new Row(
                Columns.required(row, "may_act", Boolean.class),
                Columns.timeOrNull(row, "now_at"),
                id == null ? null : toHeld(row, id));
    }

    private static Access.Held toHeld(Readable row, UUID id) {
        return new Access.Held(
                id,
                SubscriptionStatus.of(Columns.required(row, "status", String.class)),
                Columns.timeOrNull(row, "current_period_start"),
                Columns.timeOrNull(row, "current_period_end"),
                new PlanRef(
                        Columns.required(row, "plan_id", UUID.class),
                        Columns.required(row, "code", String.class),
                        Columns.required(row, "name", String.class),
                        Tier.valueOf(Columns.required(row, "tier", String.class)),
                        Columns.required(row, "version_id", UUID.class),
                        Columns.required(row, "number", Integer.class)));
    }
}
