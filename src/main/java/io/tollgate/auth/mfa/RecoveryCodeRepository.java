package io.tollgate.auth.mfa;

import io.tollgate.platform.secret.SecretKeys;
import io.tollgate.platform.secret.SecretKeys.Purpose;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code recovery_codes}. */
@Repository
class RecoveryCodeRepository {

    private final DatabaseClient db;
    private final SecretKeys keys;
    private final Clock clock;

    RecoveryCodeRepository(DatabaseClient db, SecretKeys keys, Clock clock) {
        this.db = db;
        this.keys = keys;
        this.clock = clock;
    }

    Mono<Void> insert(UUID userId, List<String> codes, UUID sessionId) {
        return Mono.defer(() -> db.sql("""
                        insert into recovery_codes (user_id, code_hash, created_at, made_in)
                        select :userId, decode(hash, 'hex'), :now, :sessionId from unnest(:hashes::text[]) as hash
                        """)
                .bind("userId", userId)
                .bind("hashes", codes.stream().map(code -> digest(userId, code)).toArray(String[]::new))
                .bind("now", clock.instant())
                .bind("sessionId", sessionId)
                .then());
    }

    /**
     * Uses the code up: of parallel callers one gets true.
     *
     * @param occasion the login or session it is shown in; not the session that it was made in
     */
    Mono<Boolean> use(UUID userId, String typed, UUID occasion) {
        return Mono.defer(() -> db.sql("""
                        update recovery_codes set used_at = :now
                        where user_id = :userId and code_hash = decode(:hash, 'hex') and used_at is null
                          and made_in is distinct from :occasion
                        """)
                .bind("occasion", occasion)
                .bind("userId", userId)
                .bind("hash", digest(userId, typed))
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1));
    }

    Mono<Long> left(UUID userId) {
        return db.sql("select count(*) as unused from recovery_codes where user_id = :userId and used_at is null")
                .bind("userId", userId)
                .map(row -> Objects.requireNonNull(row.get("unused", Long.class)))
                .one();
    }

    Mono<Void> delete(UUID userId) {
        return db.sql("delete from recovery_codes where user_id = :userId")
                .bind("userId", userId)
                .then();
    }

    /** With the user in it: a code is worth nothing for anybody else. */
    private String digest(UUID userId, String code) {
        byte[] mac = keys.mac(Purpose.RECOVERY_CODES, userId + ":" + RecoveryCode.normalise(code));
        return HexFormat.of().formatHex(mac);
    }
}
