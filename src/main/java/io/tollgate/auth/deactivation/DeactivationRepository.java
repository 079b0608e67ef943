package io.tollgate.auth.deactivation;

import io.tollgate.platform.db.Columns;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The flag on {@code users} and the rows of {@code deactivations} that explain it. */
@Repository
class DeactivationRepository {

    private final DatabaseClient db;
    private final Clock clock;

    DeactivationRepository(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /**
     * The flag, and what explains it; of who is out already only the latter, where it differs. Waits for logins and other orders
     * that are under way.
     */
    Mono<DeactivationResult> deactivate(DeactivationOrder order) {
        return Mono.defer(() -> db.sql("""
                        with account as (
                            select id, is_active from users where id = :userId and erased_at is null for no key update),
                        off as (
                            update users set is_active = false, updated_at = :now
                            from account where users.id = account.id and account.is_active)
                        insert into deactivations as known (user_id, at, by_user, reason, until)
                        select id, :now, :by, :reason, :until from account
                        on conflict (user_id) do update set
                            at = excluded.at, by_user = excluded.by_user, reason = excluded.reason, until = excluded.until
                        where (select is_active from account)
                            or (known.reason, known.until) is distinct from (excluded.reason, excluded.until)
                        returning (select is_active from account) as was_active
                        """)
                .bind("userId", order.userId())
                .bind("by", order.by())
                .bind("reason", order.reason())
                .bind("until", Parameter.fromOrEmpty(order.until(), Instant.class))
                .bind("now", clock.instant())
                .map(row -> Columns.required(row, "was_active", Boolean.class))
                .one()
                .map(active -> active ? DeactivationResult.DEACTIVATED : DeactivationResult.CHANGED)
                .defaultIfEmpty(DeactivationResult.NOT_ACTIVE));
    }

    /** False when there is no such user, or they are active or erased. */
    Mono<Boolean> reactivate(UUID userId) {
        return Mono.defer(() -> db.sql("""
                        with deleted as (delete from deactivations where user_id = :userId)
                        update users set is_active = true, updated_at = :now
                        where id = :userId and not is_active and erased_at is null
                        """)
                .bind("userId", userId)
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1));
    }

    /** When the user's ban ends; empty without one. */
    Mono<Instant> endOfBan(UUID userId) {
        return db.sql("select until from deactivations where user_id = :userId and until is not null")
                .bind("userId", userId)
                .map(row -> Columns.time(row, "until"))
                .one();
    }

    /** False when the user's ban is not over, be it because another came since. Locks in the order that a deactivation does. */
    Mono<Boolean> reactivateAfterBan(UUID userId) {
        return Mono.defer(() -> db.sql("""
                        with account as (select id from users where id = :userId for no key update),
                        over as (
                            delete from deactivations using account
                            where user_id = account.id and until <= :now returning user_id)
                        update users set is_active = true, updated_at = :now
                        from over where id = over.user_id and not is_active and erased_at is null
                        """)
                .bind("userId", userId)
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1));
    }
}
