package io.tollgate.auth.mfa;

import io.tollgate.platform.db.Columns;
import io.tollgate.platform.secret.Encryption;
import io.tollgate.platform.secret.Sealed;
import io.tollgate.platform.secret.SecretKeys;
import io.tollgate.platform.secret.SecretKeys.Purpose;
import io.tollgate.platform.time.Secrets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code recovery_codes}. */
@Repository
class RecoveryCodeRepository {

    /**
     * Digests, encrypted, so that they go on under another key; an HMAC would need its own key for as long as it lives. Of before
     * there are such.
     */
    static final Sealed DIGESTS = Sealed.column(
                    "recovery_codes", "user_id", "uuid", "code_hash", Purpose.RECOVERY_CODES, "recovery/")
            .amongOthers();

    private static final int HMAC_BYTES = 32;

    private final DatabaseClient db;
    private final Encryption encryption;
    private final SecretKeys keys;
    private final Clock clock;

    RecoveryCodeRepository(DatabaseClient db, Encryption encryption, SecretKeys keys, Clock clock) {
        this.db = db;
        this.encryption = encryption;
        this.keys = keys;
        this.clock = clock;
    }

    Mono<Void> insert(UUID userId, List<String> codes, UUID sessionId) {
        return Mono.defer(() -> db.sql("""
                        insert into recovery_codes (user_id, code_hash, created_at, made_in)
                        select :userId, decode(hash, 'hex'), :now, :sessionId from unnest(:hashes::text[]) as hash
                        """)
                .bind("userId", userId)
                .bind("hashes", codes.stream().map(code -> sealed(userId, code)).toArray(String[]::new))
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
        Mono<Boolean> attempt = find(userId, typed, occasion).flatMap(stored -> take(userId, stored));
        // Not taken: used meanwhile, and is not found again; or sealed anew, and is.
        return attempt.flatMap(taken -> taken ? Mono.just(true) : attempt).defaultIfEmpty(false);
    }

    private Mono<byte[]> find(UUID userId, String typed, UUID occasion) {
        return db.sql("""
                        select code_hash from recovery_codes
                        where user_id = :userId and used_at is null and made_in is distinct from :occasion
                        """)
                .bind("userId", userId)
                .bind("occasion", occasion)
                .map(row -> Columns.required(row, "code_hash", byte[].class))
                .all()
                .collectList()
                .flatMap(all -> Mono.justOrEmpty(all.stream()
                        .filter(stored -> matches(userId, typed, stored))
                        .findFirst()));
    }

    /** Of parallel callers one gets true. */
    private Mono<Boolean> take(UUID userId, byte[] stored) {
        return Mono.defer(() -> db.sql("""
                        update recovery_codes set used_at = :now
                        where user_id = :userId and code_hash = :stored and used_at is null
                        """)
                .bind("now", clock.instant())
                .bind("userId", userId)
                .bind("stored", stored)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1));
    }

    Mono<Long> left(UUID userId) {
        return db.sql("select count(*) as unused from recovery_codes where user_id = :userId and used_at is null")
                .bind("userId", userId)
                .map(row -> Columns.required(row, "unused", Long.class))
                .one();
    }

    Mono<Void> delete(UUID userId) {
        return db.sql("delete from recovery_codes where user_id = :userId")
                .bind("userId", userId)
                .then();
    }

    /** One that cannot be read is nobody's: the user's other codes go on. */
    private boolean matches(UUID userId, String typed, byte[] stored) {
        return stored.length == HMAC_BYTES
                ? keys.macMatches(Purpose.RECOVERY_CODES, message(userId, typed), stored)
                : encryption
                        .tryDecrypt(DIGESTS, userId, stored)
                        .filter(digest -> sameDigest(userId, typed, digest))
                        .isPresent();
    }

    private static boolean sameDigest(UUID userId, String typed, String digest) {
        return MessageDigest.isEqual(
                Secrets.sha256(message(userId, typed)), HexFormat.of().parseHex(digest));
    }

    private String sealed(UUID userId, String code) {
        String digest = HexFormat.of().formatHex(Secrets.sha256(message(userId, code)));
        return HexFormat.of().formatHex(encryption.encrypt(DIGESTS, userId, digest));
    }

    /** With the user in it: a code is worth nothing for anybody else. */
    private static String message(UUID userId, String code) {
        return userId + ":" + RecoveryCode.normalise(code);
    }
}
