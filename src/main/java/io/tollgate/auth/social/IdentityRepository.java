package io.tollgate.auth.social;

import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.time.Clock;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The rows of {@code identities}. */
@Repository
class IdentityRepository {

    private final DatabaseClient db;
    private final Clock clock;

    IdentityRepository(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Whose identity this is, deactivated or not. Until commit nobody deactivates the user or unlinks one of theirs. */
    Mono<User> owner(User.Provider provider, String subject) {
        return db.sql("""
                        select u.* from identities i join users u on u.id = i.user_id
                        where i.provider = :provider and i.subject = :subject
                        for share of u
                        """)
                .bind("provider", provider.value())
                .bind("subject", subject)
                .map(UserRepository::toUser)
                .one();
    }

    /** False when somebody has this identity, or the user another one of this provider. */
    Mono<Boolean> insert(UUID userId, ProvenIdentity proof) {
        return Mono.defer(() -> db.sql("""
                        insert into identities (provider, subject, user_id, email, created_at, last_used_at)
                        values (:provider, :subject, :userId, :email, :now, :now)
                        on conflict do nothing
                        """)
                .bind("provider", proof.provider().value())
                .bind("subject", proof.subject())
                .bind("userId", userId)
                .bind("email", Parameters.in(R2dbcType.VARCHAR, proof.email()))
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1));
    }

    /**
     * Notes a use, and the address the provider tells now. Ours does not follow it. False when the identity is no longer the
     * user's.
     */
    Mono<Boolean> used(UUID userId, ProvenIdentity proof) {
        return Mono.defer(() -> db.sql("""
                        update identities set last_used_at = :now, email = coalesce(:email, email)
                        where provider = :provider and subject = :subject and user_id = :userId
                        """)
                .bind("userId", userId)
                .bind("provider", proof.provider().value())
                .bind("subject", proof.subject())
                .bind("email", Parameters.in(R2dbcType.VARCHAR, proof.email()))
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1));
    }

    Mono<Identity> find(UUID userId, User.Provider provider) {
        return db.sql("""
                        select provider, subject, email, created_at, last_used_at from identities
                        where user_id = :userId and provider = :provider
                        """)
                .bind("userId", userId)
                .bind("provider", provider.value())
                .map(IdentityRepository::toIdentity)
                .one();
    }

    Flux<Identity> list(UUID userId) {
        return db.sql("""
                        select provider, subject, email, created_at, last_used_at from identities
                        where user_id = :userId order by created_at, provider
                        """)
                .bind("userId", userId)
                .map(IdentityRepository::toIdentity)
                .all();
    }

    /** Removes the identity, unless the user could then no longer sign in. Wants the user's row locked. */
    Mono<Boolean> deleteUnlessLast(UUID userId, User.Provider provider) {
        return db.sql("""
                        delete from identities i where i.user_id = :userId and i.provider = :provider
                        and (exists (select from passwords p where p.user_id = i.user_id)
                             or exists (select from passkeys k where k.user_id = i.user_id
                                        and k.uv_initialized and k.discoverable is not false)
                             or exists (select from identities o where o.user_id = i.user_id
                                        and o.provider <> i.provider))
                        """)
                .bind("userId", userId)
                .bind("provider", provider.value())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    private static Identity toIdentity(Readable row) {
        return new Identity(
                Columns.required(row, "provider", String.class),
                Columns.required(row, "subject", String.class),
                row.get("email", String.class),
                Columns.time(row, "created_at"),
                Columns.time(row, "last_used_at"));
    }
}
