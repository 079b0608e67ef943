package io.tollgate.auth.mailbox;

import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import io.tollgate.platform.time.Secrets;
import io.tollgate.user.User;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code one_time_tokens}: links in mails, of which only the SHA-256 is stored. */
@Repository
public class OneTimeTokenRepository implements OneTimeSecret {

    private final DatabaseClient db;
    private final Secrets secrets;
    private final Clock clock;

    OneTimeTokenRepository(DatabaseClient db, Secrets secrets, Clock clock) {
        this.db = db;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** A token's row. */
    public record OneTimeToken(UUID userId, String email, Instant expiresAt, boolean used) {

        public boolean aliveAt(Instant now) {
            return !used && now.isBefore(expiresAt);
        }
    }

    /**
     * A new token for the user's address; the one before is worth nothing from then on. Empty when that one is younger than the
     * pause.
     */
    public Mono<String> issue(User user, String purpose, Duration ttl, Duration pause) {
        return Mono.defer(() -> {
            String token = secrets.token();
            Instant now = clock.instant();
            return db.sql("""
                            insert into one_time_tokens (user_id, purpose, token_hash, email, created_at, expires_at)
                            values (:userId, :purpose, :hash, :email, :now, :expiresAt)
                            on conflict (user_id, purpose) do update
                            set token_hash = excluded.token_hash, email = excluded.email, used_at = null,
                                created_at = excluded.created_at, expires_at = excluded.expires_at,
                                code_mac = null, code_expires_at = null
                            where one_time_tokens.created_at <= :latest
                            """)
                    .bind("userId", user.id())
                    .bind("purpose", purpose)
                    .bind("hash", Secrets.sha256(token))
                    .bind("email", user.email())
                    .bind("now", now)
                    .bind("expiresAt", now.plus(ttl))
                    .bind("latest", now.minus(pause))
                    .fetch()
                    .rowsUpdated()
                    .filter(rows -> rows == 1)
                    .map(_ -> token);
        });
    }

    /**
     * Takes the token, once: of parallel callers one gets it. Empty when it is unknown, used or expired.
     *
     * <p>The user's row is locked before the token's: so does everybody who changes a user and voids their tokens, and two who
     * took them in different orders would wait for each other in vain.
     */
    public Mono<OneTimeToken> consume(String token, String purpose) {
        return consume(Secrets.sha256(token), purpose);
    }

    /** @param hash of the token, for who proves in another way that its mail arrived */
    public Mono<OneTimeToken> consume(byte[] hash, String purpose) {
        return Mono.defer(() -> db.sql("""
                        with owner as (
                            select u.id from users u join one_time_tokens t on t.user_id = u.id
                            where t.token_hash = :hash and t.purpose = :purpose
                            for no key update of u)
                        update one_time_tokens t set used_at = :now
                        from owner
                        where t.user_id = owner.id and t.token_hash = :hash and t.purpose = :purpose
                          and t.used_at is null and t.expires_at > :now
                        returning t.user_id, t.email, t.expires_at, t.used_at
                        """)
                .bind("hash", hash)
                .bind("purpose", purpose)
                .bind("now", clock.instant())
                .map(OneTimeTokenRepository::toToken)
                .one());
    }

    /** Whatever became of it. */
    public Mono<OneTimeToken> find(String token, String purpose) {
        return find(Secrets.sha256(token), purpose);
    }

    public Mono<OneTimeToken> find(byte[] hash, String purpose) {
        return db.sql("""
                        select user_id, email, expires_at, used_at from one_time_tokens
                        where token_hash = :hash and purpose = :purpose
                        """)
                .bind("hash", hash)
                .bind("purpose", purpose)
                .map(OneTimeTokenRepository::toToken)
                .one();
    }

    @Override
    public Mono<Void> forget(UUID userId) {
        return db.sql("delete from one_time_tokens where user_id = :userId")
                .bind("userId", userId)
                .then();
    }

    private static OneTimeToken toToken(Readable row) {
        return new OneTimeToken(
                Columns.required(row, "user_id", UUID.class),
                Columns.required(row, "email", String.class),
                Columns.time(row, "expires_at"),
                row.get("used_at", OffsetDateTime.class) != null);
    }
}
