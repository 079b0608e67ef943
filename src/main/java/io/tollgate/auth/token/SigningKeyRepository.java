package io.tollgate.auth.token;

import io.r2dbc.spi.Readable;
import io.tollgate.auth.secret.Encryption;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code signing_keys}. Private parts are encrypted before they leave this process. */
@Repository
class SigningKeyRepository {

    /** Newer keys than these have long taken over. */
    private static final int KEPT_IN_MEMORY = 16;

    private final DatabaseClient db;
    private final Encryption encryption;

    SigningKeyRepository(DatabaseClient db, Encryption encryption) {
        this.db = db;
        this.encryption = encryption;
    }

    /** The newest keys, newest first. */
    Mono<List<SigningKey>> newest() {
        return db.sql("""
                        select generation, kid, encrypted, created_at, signs_from from signing_keys
                        order by generation desc
                        limit :limit
                        """).bind("limit", KEPT_IN_MEMORY).map(this::toKey).all().collectList();
    }

    /** Does nothing when another node has made the key of this generation. */
    Mono<Void> insert(SigningKey key) {
        return db.sql("""
                        insert into signing_keys (generation, kid, algorithm, encrypted, created_at, signs_from)
                        values (:generation, :kid, :algorithm, :encrypted, :createdAt, :signsFrom)
                        on conflict do nothing
                        """)
                .bind("generation", key.generation())
                .bind("kid", key.kid())
                .bind("algorithm", key.algorithm().getName())
                .bind("encrypted", encryption.encrypt(key.jwk().toJSONString(), key.kid()))
                .bind("createdAt", key.createdAt())
                .bind("signsFrom", key.signsFrom())
                .then();
    }

    private SigningKey toKey(Readable row) {
        String kid = required(row, "kid", String.class);
        return SigningKey.parse(
                required(row, "generation", Integer.class),
                encryption.decrypt(required(row, "encrypted", byte[].class), kid),
                required(row, "created_at", OffsetDateTime.class).toInstant(),
                required(row, "signs_from", OffsetDateTime.class).toInstant());
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
