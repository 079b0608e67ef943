package io.tollgate.auth.serviceaccount;

import io.r2dbc.spi.Readable;
import io.tollgate.auth.serviceaccount.KnownAccount.Secret;
import io.tollgate.platform.db.Columns;
import io.tollgate.user.ServicePrincipal;
import io.tollgate.user.ServiceScope;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code service_accounts} as verifying tokens needs them. */
@Repository
class KnownAccountRepository {

    private final DatabaseClient db;
    private final Clock clock;
    private final String audience;

    KnownAccountRepository(DatabaseClient db, Clock clock, @Value("${tollgate.auth.token.audience}") String audience) {
        this.db = db;
        this.clock = clock;
        this.audience = audience;
    }

    /**
     * What has changed.
     *
     * @param oldestOpen the oldest transaction that may still write: what is older is final
     */
    record Changes(long oldestOpen, List<UUID> accounts) {}

    Mono<KnownAccount> find(UUID id) {
        return db.sql("""
                        select a.id, a.scopes, a.secret_hash, a.previous_hash, a.previous_until, a.expires_at,
                               a.revoked_at is null and coalesce(u.is_active, false)
                                   and coalesce(a.audience = :audience, true) as live
                        from service_accounts a left join users u on u.id = a.owner_id
                        where a.id = :id
                        """)
                .bind("id", id)
                .bind("audience", audience)
                .map(this::toKnownAccount)
                .one();
    }

    /** Of this transaction and later ones. One row, however many accounts. */
    Mono<Changes> since(long tx) {
        return db.sql("""
                        select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as oldest,
                               array(select id from service_accounts where tx >= :tx) as ids
                        """)
                .bind("tx", tx)
                .map(row -> new Changes(
                        Columns.required(row, "oldest", Long.class),
                        List.of(Columns.required(row, "ids", UUID[].class))))
                .one();
    }

    /** An account that was used later, as another node has seen, keeps that moment. */
    Mono<Void> writeLastUses(Map<UUID, Instant> uses) {
        UUID[] ids = uses.keySet().toArray(UUID[]::new);
        Long[] millis = uses.values().stream().map(Instant::toEpochMilli).toArray(Long[]::new);
        return db.sql("""
                        update service_accounts a
                        set last_used_at = greatest(a.last_used_at, to_timestamp(used.millis / 1000.0))
                        from unnest(:ids, :millis) as used (id, millis)
                        where a.id = used.id
                        """).bind("ids", ids).bind("millis", millis).then();
    }

    private KnownAccount toKnownAccount(Readable row) {
        byte[] previous = row.get("previous_hash", byte[].class);
        return new KnownAccount(
                new ServicePrincipal(
                        Columns.required(row, "id", UUID.class),
                        ServiceScope.known(List.of(Columns.required(row, "scopes", String[].class)))),
                new Secret(Columns.required(row, "secret_hash", byte[].class), null),
                previous == null ? null : new Secret(previous, Columns.timeOrNull(row, "previous_until")),
                Columns.timeOrNull(row, "expires_at"),
                Columns.required(row, "live", Boolean.class),
                clock.instant());
    }
}
