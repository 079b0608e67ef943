package io.tollgate.auth.mfa;

import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import io.tollgate.platform.secret.Encryption;
import io.tollgate.platform.secret.Sealed;
import io.tollgate.platform.secret.SecretKeys.Purpose;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code totp}. */
@Repository
class TotpRepository {

    /** How long a secret that was shown waits for its first code. */
    static final Duration PATIENCE = Duration.ofMinutes(15);

    static final Sealed SECRETS = Sealed.column("totp", "user_id", "uuid", "secret", Purpose.TOTP_SECRETS, "totp/");

    private final DatabaseClient db;
    private final Encryption encryption;
    private final Clock clock;

    TotpRepository(DatabaseClient db, Encryption encryption, Clock clock) {
        this.db = db;
        this.encryption = encryption;
        this.clock = clock;
    }

    /** @param stored the secret as it lies in the database: no two are alike, so it also tells whether the row is still the same */
    record Row(TotpSecret secret, byte[] stored, long lastStep) {

        /** The same secret under another key: no change of what the user has. */
        boolean sealedAnew(Row now) {
            return !Arrays.equals(stored, now.stored) && secret.base32().equals(now.secret.base32());
        }
    }

    /** A secret that waits for its first code, in the place of one that does. False when the user has a confirmed one. */
    Mono<Boolean> offer(UUID userId, TotpSecret secret) {
        return Mono.defer(() -> db.sql("""
                        insert into totp (user_id, secret, created_at) values (:userId, :secret, :now)
                        on conflict (user_id) do update
                        set secret = excluded.secret, created_at = excluded.created_at
                        where totp.confirmed_at is null
                        """)
                .bind("userId", userId)
                .bind("secret", encryption.encrypt(SECRETS, userId, secret.base32()))
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
                .map(row -> Columns.time(row, "confirmed_at"))
                .one();
    }

    /** False when it is no longer what was found. */
    Mono<Boolean> confirm(UUID userId, Row found, long step) {
        return confirmOnce(userId, found, step)
                .filter(confirmed -> confirmed)
                .switchIfEmpty(Mono.defer(() ->
                        findOffered(userId).filter(found::sealedAnew).flatMap(now -> confirmOnce(userId, now, step))))
                .defaultIfEmpty(false);
    }

    private Mono<Boolean> confirmOnce(UUID userId, Row found, long step) {
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
        return acceptOnce(userId, found, step)
                .filter(accepted -> accepted)
                .switchIfEmpty(Mono.defer(() ->
                        findConfirmed(userId).filter(found::sealedAnew).flatMap(now -> acceptOnce(userId, now, step))))
                .defaultIfEmpty(false);
    }

    private Mono<Boolean> acceptOnce(UUID userId, Row found, long step) {
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
        byte[] stored = Columns.required(row, "secret", byte[].class);
        String base32 = encryption.decrypt(SECRETS, userId, stored);
        return new Row(TotpSecret.parse(base32), stored, Columns.required(row, "last_step", Long.class));
    }
}
