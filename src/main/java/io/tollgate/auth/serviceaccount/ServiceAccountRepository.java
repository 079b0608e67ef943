package io.tollgate.auth.serviceaccount;

import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import io.tollgate.platform.web.PageRequest;
import io.tollgate.user.ServiceScope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code service_accounts} as administrators see and change them. */
@Repository
class ServiceAccountRepository {

    private static final String COLUMNS =
            "id, name, owner_id, scopes, audience, created_at, rotated_at, previous_until, expires_at, last_used_at,"
                    + " revoked_at";

    private final DatabaseClient db;
    private final Clock clock;

    ServiceAccountRepository(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Empty when another account that is not revoked has the name. */
    Mono<ServiceAccount> insert(ServiceAccount account, byte[] secretHash) {
        return db.sql("""
                insert into service_accounts (id, name, owner_id, scopes, audience, secret_hash, created_at,
                                              expires_at)
                values (:id, :name, :ownerId, :scopes, :audience, :secretHash, :createdAt, :expiresAt)
                on conflict do nothing
                returning\s""" + COLUMNS)
                .bind("id", account.id())
                .bind("name", account.name())
                .bind("ownerId", Objects.requireNonNull(account.ownerId()))
                .bind("scopes", words(account.scopes()))
                .bind("audience", Parameter.fromOrEmpty(account.audience(), String.class))
                .bind("secretHash", secretHash)
                .bind("createdAt", account.createdAt())
                .bind("expiresAt", Parameters.in(R2dbcType.TIMESTAMP_WITH_TIME_ZONE, account.expiresAt()))
                .map(this::toAccount)
                .one();
    }

    Mono<ServiceAccount> find(UUID id) {
        return db.sql("select " + COLUMNS + " from service_accounts where id = :id")
                .bind("id", id)
                .map(this::toAccount)
                .one();
    }

    /** Nobody else changes it until the transaction ends. */
    Mono<ServiceAccount> lock(UUID id) {
        return db.sql("select " + COLUMNS + " from service_accounts where id = :id for update")
                .bind("id", id)
                .map(this::toAccount)
                .one();
    }

    /** Newest first. */
    Mono<List<ServiceAccount>> list(PageRequest page) {
        return db.sql("select " + COLUMNS
                        + " from service_accounts order by created_at desc, id desc limit :limit offset :offset")
                .bind("limit", page.limit())
                .bind("offset", page.offset())
                .map(this::toAccount)
                .all()
                .collectList();
    }

    /** Those with an id after this one, in the order of their ids. */
    Mono<List<ServiceAccount>> ownedBy(UUID userId, UUID after, int limit) {
        return db.sql("select " + COLUMNS
                        + " from service_accounts where owner_id = :userId and id > :after order by id limit :limit")
                .bind("userId", userId)
                .bind("after", after)
                .bind("limit", limit)
                .map(this::toAccount)
                .all()
                .collectList();
    }

    Mono<Long> count() {
        return db.sql("select count(*) as total from service_accounts")
                .map(row -> Columns.required(row, "total", Long.class))
                .one();
    }

    /** Empty when another account that is not revoked has the name. */
    Mono<ServiceAccount> update(ServiceAccount account) {
        return db.sql("""
                        update service_accounts
                        set name = :name, owner_id = :ownerId, scopes = :scopes, expires_at = :expiresAt
                        where id = :id
                        returning\s""" + COLUMNS)
                .bind("id", account.id())
                .bind("name", account.name())
                .bind("ownerId", Parameter.fromOrEmpty(account.ownerId(), UUID.class))
                .bind("scopes", words(account.scopes()))
                .bind("expiresAt", Parameters.in(R2dbcType.TIMESTAMP_WITH_TIME_ZONE, account.expiresAt()))
                .map(this::toAccount)
                .one()
                .onErrorComplete(DuplicateKeyException.class);
    }

    /** The present secret becomes the previous one; the one before that is dead. Empty when the account is revoked. */
    Mono<ServiceAccount> rotate(UUID id, byte[] secretHash, Duration overlap) {
        Instant now = clock.instant();
        return db.sql("""
                        update service_accounts
                        set previous_hash = case when :until::timestamptz > :now then secret_hash end,
                            previous_until = case when :until::timestamptz > :now then :until end,
                            secret_hash = :secretHash, rotated_at = :now
                        where id = :id and revoked_at is null
                        returning\s""" + COLUMNS)
                .bind("id", id)
                .bind("secretHash", secretHash)
                .bind("now", now)
                .bind("until", now.plus(overlap))
                .map(this::toAccount)
                .one();
    }

    /** False when it was revoked before. */
    Mono<Boolean> revoke(UUID id) {
        return db.sql("""
                        update service_accounts set revoked_at = :now, previous_hash = null, previous_until = null
                        where id = :id and revoked_at is null
                        """)
                .bind("id", id)
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /** Those that were not revoked before; in one row, however many they are. */
    Mono<List<UUID>> revokeOwned(UUID ownerId) {
        return Mono.defer(() -> db.sql("""
                        with revoked as (
                            update service_accounts set revoked_at = :now, previous_hash = null, previous_until = null
                            where owner_id = :ownerId and revoked_at is null
                            returning id)
                        select coalesce(array_agg(id), '{}') as ids from revoked
                        """)
                .bind("ownerId", ownerId)
                .bind("now", clock.instant())
                .map(row -> List.of(Columns.required(row, "ids", UUID[].class)))
                .one());
    }

    private ServiceAccount toAccount(Readable row) {
        Instant previousUntil = Columns.timeOrNull(row, "previous_until");
        return new ServiceAccount(
                Columns.required(row, "id", UUID.class),
                Columns.required(row, "name", String.class),
                row.get("owner_id", UUID.class),
                ServiceScope.known(List.of(Columns.required(row, "scopes", String[].class))),
                row.get("audience", String.class),
                Objects.requireNonNull(Columns.timeOrNull(row, "created_at")),
                Columns.timeOrNull(row, "rotated_at"),
                previousUntil != null && previousUntil.isAfter(clock.instant()) ? previousUntil : null,
                Columns.timeOrNull(row, "expires_at"),
                Columns.timeOrNull(row, "last_used_at"),
                Columns.timeOrNull(row, "revoked_at"));
    }

    private static String[] words(Collection<ServiceScope> scopes) {
        return scopes.stream().map(ServiceScope::value).sorted().toArray(String[]::new);
    }
}
