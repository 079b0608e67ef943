package io.tollgate.billing.entitlement;

import io.tollgate.platform.db.Columns;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code feature_usage} and {@code feature_consumptions}. */
@Repository
class UsageRepository {

    /**
     * Checks and counts in one statement. The row is locked by the update, so of two that come at once the later one is
     * measured against what the earlier one left; the limit is the one the database has now, whatever a node remembers.
     */
    private static final String COUNT = """
            insert into feature_usage (user_id, feature_id, window_start, window_end, used, ceiling)
            select :userId, feature_id, :start, :end, :amount, case when hard then quota end
            from plan_features
            where plan_version_id = :versionId and feature_id = :featureId
              and (not hard or quota is null or quota >= :amount)
              %s
            on conflict (user_id, window_start, feature_id) do update
                set used = feature_usage.used + excluded.used, ceiling = excluded.ceiling, window_end = excluded.window_end
                where excluded.ceiling is null or feature_usage.used + excluded.used <= excluded.ceiling
            returning used
            """;

    /** Two of the same name at once both get here; the second violates the key and takes its count back with it. */
    private static final String COUNT_ONCE = "with counted as (" + COUNT.formatted("""
            and not exists (
                select from feature_consumptions
                where user_id = :userId and caller = :caller and transaction_id = :transactionId)
            """) + """
            ), noted as (
                insert into feature_consumptions (user_id, caller, transaction_id, feature_id, amount, used, quota, hard,
                                                  window_end, created_at)
                select :userId, :caller, :transactionId, :featureId, :amount, c.used, t.quota, t.hard, :end, :now
                from counted c, plan_features t where t.plan_version_id = :versionId and t.feature_id = :featureId)
            select c.used, t.quota, t.hard
            from counted c, plan_features t where t.plan_version_id = :versionId and t.feature_id = :featureId
            """;

    private static final String COUNT_UNNAMED = "with counted as (" + COUNT.formatted("") + """
            )
            select c.used, t.quota, t.hard
            from counted c, plan_features t where t.plan_version_id = :versionId and t.feature_id = :featureId
            """;

    private final DatabaseClient db;
    private final Clock clock;

    UsageRepository(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /**
     * Counts the use. Empty when the hard limit does not allow it, or it was counted before; fails with a violation of
     * integrity when it is being counted just now.
     */
    Mono<Consumed> count(Use use) {
        String name = use.transactionId();
        GenericExecuteSpec statement = name == null
                ? db.sql(COUNT_UNNAMED)
                : db.sql(COUNT_ONCE)
                        .bind("caller", use.caller())
                        .bind("transactionId", name)
                        .bind("now", clock.instant());
        return statement
                .bind("userId", use.userId())
                .bind("featureId", use.featureId())
                .bind("versionId", use.versionId())
                .bind("amount", use.amount())
                .bind("start", use.window().start())
                .bind("end", Parameter.fromOrEmpty(use.window().end(), Instant.class))
                .map(row -> new Consumed(
                        use.amount(),
                        Columns.required(row, "used", Long.class),
                        row.get("quota", Long.class),
                        Columns.required(row, "hard", Boolean.class),
                        use.window().end()))
                .one();
    }

    /** @param featureId of the use that has this name */
    record Named(UUID featureId, Consumed consumed) {}

    Mono<Named> named(UUID userId, String caller, String transactionId) {
        return db.sql("""
                        select feature_id, amount, used, quota, hard, window_end from feature_consumptions
                        where user_id = :userId and caller = :caller and transaction_id = :transactionId
                        """)
                .bind("userId", userId)
                .bind("caller", caller)
                .bind("transactionId", transactionId)
                .map(row -> new Named(
                        Columns.required(row, "feature_id", UUID.class),
                        new Consumed(
                                Columns.required(row, "amount", Long.class),
                                Columns.required(row, "used", Long.class),
                                row.get("quota", Long.class),
                                Columns.required(row, "hard", Boolean.class),
                                Columns.timeOrNull(row, "window_end"))))
                .one();
    }

    /** How much is used in a window that begins at this moment. */
    record Used(UUID featureId, Instant windowStart, long used) {}

    Mono<List<Used>> used(UUID userId, Collection<Instant> windowStarts) {
        return db.sql("""
                        select feature_id, window_start, used from feature_usage
                        where user_id = :userId and window_start in (:starts) limit 250
                        """)
                .bind("userId", userId)
                .bind("starts", windowStarts)
                .map(row -> new Used(
                        Columns.required(row, "feature_id", UUID.class),
                        Columns.time(row, "window_start"),
                        Columns.required(row, "used", Long.class)))
                .all()
                .collectList();
    }
}
