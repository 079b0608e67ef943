package io.tollgate.auth.token;

import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import io.tollgate.platform.secret.Encryption;
import io.tollgate.platform.secret.Sealed;
import io.tollgate.platform.secret.SecretKeys.Purpose;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code signing_keys}. Private parts are encrypted before they leave this process. */
@Repository
class SigningKeyRepository {

    static final Sealed PRIVATE_PARTS =
            Sealed.column("signing_keys", "kid", "text", "encrypted", Purpose.KEY_ENCRYPTION, "");

    /** Newer keys than these have long taken over. */
    private static final int KEPT_IN_MEMORY = 16;

    private final DatabaseClient db;
    private final Encryption encryption;

    SigningKeyRepository(DatabaseClient db, Encryption encryption) {
        this.db = db;
        this.encryption = encryption;
    }

    /** Changes whenever a key is made or retired. */
    record Stamp(long keys, long retired) {}

    Mono<Stamp> stamp() {
        return db.sql("select count(*) as keys, count(retired_at) as retired from signing_keys")
                .map(row -> new Stamp(
                        Columns.required(row, "keys", Long.class), Columns.required(row, "retired", Long.class)))
                .one();
    }

    /** The newest keys, newest first; retired ones are among them. */
    Mono<List<SigningKey>> newest() {
        return db.sql("""
                        select generation, kid, encrypted, created_at, signs_from, retired_at from signing_keys
                        order by generation desc
                        limit :limit
                        """).bind("limit", KEPT_IN_MEMORY).map(this::toKey).all().collectList();
    }

    /** False when another node has made the key of this generation. */
    Mono<Boolean> insert(SigningKey key) {
        return db.sql("""
                        insert into signing_keys (generation, kid, algorithm, encrypted, created_at, signs_from)
                        values (:generation, :kid, :algorithm, :encrypted, :createdAt, :signsFrom)
                        on conflict do nothing
                        """)
                .bind("generation", key.generation())
                .bind("kid", key.kid())
                .bind("algorithm", key.algorithm().getName())
                .bind(
                        "encrypted",
                        encryption.encrypt(PRIVATE_PARTS, key.kid(), key.jwk().toJSONString()))
                .bind("createdAt", key.createdAt())
                .bind("signsFrom", key.signsFrom())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /** False when it was retired before. */
    Mono<Boolean> retire(SigningKey key, Instant now) {
        return db.sql("update signing_keys set retired_at = :now where kid = :kid and retired_at is null")
                .bind("kid", key.kid())
                .bind("now", now)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    private SigningKey toKey(Readable row) {
        String kid = Columns.required(row, "kid", String.class);
        OffsetDateTime retiredAt = row.get("retired_at", OffsetDateTime.class);
        return SigningKey.parse(
                Columns.required(row, "generation", Integer.class),
                encryption.decrypt(PRIVATE_PARTS, kid, Columns.required(row, "encrypted", byte[].class)),
                Columns.time(row, "created_at"),
                Columns.time(row, "signs_from"),
                retiredAt == null ? null : retiredAt.toInstant());
    }
}
