package io.tollgate.auth.mfa;

import io.r2dbc.spi.Readable;
import io.tollgate.platform.secret.Encryption;
import io.tollgate.platform.secret.SecretKeys.Purpose;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code totp}. */
@Repository
class TotpRepository {

    /** How long a secret that was shown waits for its first code. */
    static final Duration PATIENCE = Duration.ofMinutes(15);

    private final DatabaseClient db;
    private final Encryption encryption;
    private final Clock clock;

    TotpRepository(DatabaseClient db, Encryption encryption, Clock clock) {
        this.db = db;
        this.encryption = encryption;
        this.clock = clock;
    }

    /** @param stored the secret as it lies in the database: no two are alike, so it also tells whether the row is still the same */
    record Row(TotpSecret secret, byte[] stored, long lastStep) {}

    /** A secret that waits for its first code, in the place of one that does. False when the user has a confirmed one. */
    Mono<Boolean> offer(UUID userId, TotpSecret secret) {
        return Mono.defer(() -> db.sql("""
                        insert into totp (user_id, secret, created_at) values (:userId, :secret, :now)
                        on conflict (user_id) do update
                        set secret = excluded.secret, created_at = excluded.created_at
                        where totp.confirmed_at is null
                        """)
                .bind("userId", userId)
                .bind("secret", encryption.encrypt(Purpose.TOTP_SECRETS, secret.base32(), owner(userId)))
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1));
    }

    Mono<Row> findOffered(UUID userId) {
        return Mono.defer(() -> db.sql("""
                        select secret, last_step from totp
                        where user_id = :userId and confirmed_at is null and created_at > :oldest
                        """)
                .bind("userId", userId)
                .bind("oldest", clock.instant().minus(PATIENCE))
                .map(row -> toRow(row, userId))
                .one());
    }

    Mono<Row> findConfirmed(UUID userId) {
        return db.sql("select secret, last_step from totp where user_id = :userId and confirmed_at is not null")
                .bind("userId", userId)
                .map(row -> toRow(row, userId))
                .one();
    }

    /** Since when the user has a confirmed one; empty without. */
    Mono<Instant> confirmedAt(UUID userId) {
        return db.sql("select confirmed_at from totp where user_id = :userId and confirmed_at is not null")
                .bind("userId", userId)
                .map(row -> Objects.requireNonNull(row.get("confirmed_at", OffsetDateTime.class))
                        .toInstant())
                .one();
    }

    /** False when it is no longer what was found. */
    Mono<Boolean> confirm(UUID userId, Row found, long step) {
        return Mono.defer(() -> db.sql("""
                        update totp set confirmed_at = :now, last_step = :step
                        where user_id = :userId and confirmed_at is null and secret = :stored
                        """)
                .bind("now", clock.instant())
                .bind("step", step)
                .bind("userId", userId)
                .bind("stored", found.stored())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1));
    }

    /** Uses up the code of a step: of parallel callers one gets true, and no earlier code is good from then on. */
    Mono<Boolean> accept(UUID userId, Row found, long step) {
        return db.sql("""
                        update totp set last_step = :step
                        where user_id = :userId and confirmed_at is not null and secret = :stored and last_step < :step
                        """)
                .bind("step", step)
                .bind("userId", userId)
                .bind("stored", found.stored())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    Mono<Void> delete(UUID userId) {
        return db.sql("delete from totp where user_id = :userId")
                .bind("userId", userId)
                .then();
    }

    private Row toRow(Readable row, UUID userId) {
        byte[] stored = Objects.requireNonNull(row.get("secret", byte[].class));
        String base32 = encryption.decrypt(Purpose.TOTP_SECRETS, stored, owner(userId));
        return new Row(TotpSecret.parse(base32), stored, Objects.requireNonNull(row.get("last_step", Long.class)));
    }

    private static String owner(UUID userId) {
        return "totp/" + userId;
    }
}
