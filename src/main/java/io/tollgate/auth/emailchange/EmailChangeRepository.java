package io.tollgate.auth.emailchange;

import io.r2dbc.spi.Readable;
import io.tollgate.auth.mailbox.OneTimeSecret;
import io.tollgate.platform.db.Columns;
import io.tollgate.platform.time.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code email_changes}, and the address on {@code users} that they lead to. */
@Repository
class EmailChangeRepository implements OneTimeSecret {

    private static final String COLUMNS =
            "user_id, session_id, old_email, new_email, new_display, old_confirmed_at, new_confirmed_at";

    private final DatabaseClient db;
    private final Clock clock;

    EmailChangeRepository(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Instead of the user's last one, if there is any: its links are worth nothing from then on. */
    Mono<Void> store(PendingChange change, String oldToken, String newToken, Duration ttl) {
        return Mono.defer(() -> {
            Instant now = clock.instant();
            return db.sql("""
                            insert into email_changes (user_id, session_id, old_email, new_email, new_display, old_hash,
                                                       new_hash, old_confirmed_at, created_at, expires_at)
                            values (:userId, :sessionId, :oldEmail, :newEmail, :newDisplay, :oldHash, :newHash,
                                    case when :oldConfirmed then :now::timestamptz end, :now, :expiresAt)
                            on conflict (user_id) do update set
                                session_id = excluded.session_id, old_email = excluded.old_email,
                                new_email = excluded.new_email, new_display = excluded.new_display,
                                old_hash = excluded.old_hash, new_hash = excluded.new_hash,
                                old_confirmed_at = excluded.old_confirmed_at, new_confirmed_at = null, created_at = excluded.created_at,
                                expires_at = excluded.expires_at
                            """)
                    .bind("userId", change.userId())
                    .bind("sessionId", change.sessionId())
                    .bind("oldEmail", change.oldEmail())
                    .bind("newEmail", change.newEmail())
                    .bind("newDisplay", change.newDisplay())
                    .bind("oldHash", Secrets.sha256(oldToken))
                    .bind("newHash", Secrets.sha256(newToken))
                    .bind("oldConfirmed", change.oldConfirmed())
                    .bind("now", now)
                    .bind("expiresAt", now.plus(ttl))
                    .then();
        });
    }

    /**
     * Locks the user whose change this is a link of: before any other row, as everybody does who changes what users log in with.
     * Who came the other way round would wait for them and they for him.
     */
    Mono<Void> lockOwner(String token) {
        return Mono.defer(() -> db.sql("""
                        select u.id from users u join email_changes c on c.user_id = u.id
                        where c.old_hash = :hash or c.new_hash = :hash
                        for no key update of u
                        """).bind("hash", Secrets.sha256(token)).then());
    }

    /** Takes a link, once: of parallel callers one gets the row, as it is then. Empty for an unknown, used or expired one. */
    Mono<PendingChange> confirm(String token) {
        return Mono.defer(() -> db.sql("""
                        update email_changes set
                            old_confirmed_at = case when old_hash = :hash then :now else old_confirmed_at end,
                            new_confirmed_at = case when new_hash = :hash then :now else new_confirmed_at end
                        where expires_at > :now and (
                            old_hash = :hash and old_confirmed_at is null
                            or new_hash = :hash and new_confirmed_at is null)
                        returning\s""" + COLUMNS)
                .bind("hash", Secrets.sha256(token))
                .bind("now", clock.instant())
                .map(EmailChangeRepository::toChange)
                .one());
    }

    /** By either link, used or not, as long as the change is pending. */
    Mono<PendingChange> cancel(String token) {
        return Mono.defer(() -> db.sql("""
                        delete from email_changes
                        where expires_at > :now and (old_hash = :hash or new_hash = :hash)
                        returning\s""" + COLUMNS)
                .bind("hash", Secrets.sha256(token))
                .bind("now", clock.instant())
                .map(EmailChangeRepository::toChange)
                .one());
    }

    /** False when the user has another address by now or may not act. A unique index refuses an address that is taken. */
    Mono<Boolean> apply(PendingChange change) {
        return Mono.defer(() -> db.sql("""
                        update users set email = :newEmail, email_display = :newDisplay, is_verified = true,
                                         updated_at = :now
                        where id = :userId and email = :oldEmail and is_active
                        """)
                .bind("userId", change.userId())
                .bind("oldEmail", change.oldEmail())
                .bind("newEmail", change.newEmail())
                .bind("newDisplay", change.newDisplay())
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1));
    }

    @Override
    public Mono<Void> forget(UUID userId) {
        return db.sql("delete from email_changes where user_id = :userId")
                .bind("userId", userId)
                .then();
    }

    private static PendingChange toChange(Readable row) {
        return new PendingChange(
                Columns.required(row, "user_id", UUID.class),
                Columns.required(row, "session_id", UUID.class),
                Columns.required(row, "old_email", String.class),
                Columns.required(row, "new_email", String.class),
                Columns.required(row, "new_display", String.class),
                row.get("old_confirmed_at", OffsetDateTime.class) != null,
                row.get("new_confirmed_at", OffsetDateTime.class) != null);
    }
}
