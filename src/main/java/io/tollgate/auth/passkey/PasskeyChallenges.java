package io.tollgate.auth.passkey;

import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.tollgate.auth.mailbox.OneTimeSecret;
import io.tollgate.platform.time.Secrets;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/**
 * The rows of {@code passkey_challenges}: 256 random bits each, good once, for a few minutes, for one purpose and for whoever asked
 * (WebAuthn §13.4.3). In the database rather than in Redis, so that logins work while Redis is away.
 */
@Repository
class PasskeyChallenges implements OneTimeSecret {

    private static final int BYTES = 32;

    private final DatabaseClient db;
    private final Secrets secrets;
    private final PasskeyProperties properties;
    private final Clock clock;

    PasskeyChallenges(DatabaseClient db, Secrets secrets, PasskeyProperties properties, Clock clock) {
        this.db = db;
        this.secrets = secrets;
        this.properties = properties;
        this.clock = clock;
    }

    enum Purpose {
        REGISTRATION,
        LOGIN,
        SECOND_FACTOR;

        /** As stored. */
        String value() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param userId whose passkey has to answer; empty: anybody's */
    record Taken(Optional<UUID> userId) {

        boolean isFor(UUID someone) {
            return userId.isEmpty() || userId.get().equals(someone);
        }
    }

    /**
     * @param userId whose passkey has to answer; null: anybody's
     * @param askedBy what only the asker has and will show again with the answer; null: nothing
     */
    Mono<Bytes> issue(Purpose purpose, @Nullable UUID userId, @Nullable String askedBy) {
        return Mono.defer(() -> {
            Bytes challenge = Bytes.of(secrets.bytes(BYTES));
            return db.sql("""
                            insert into passkey_challenges (hash, purpose, user_id, bound_to, expires_at)
                            values (:hash, :purpose, :userId, :boundTo, :expiresAt)
                            """)
                    .bind("hash", hash(challenge))
                    .bind("purpose", purpose.value())
                    .bind("userId", userId == null ? Parameters.in(UUID.class) : Parameters.in(userId))
                    .bind("boundTo", boundTo(askedBy))
                    .bind("expiresAt", clock.instant().plus(properties.challengeTtl()))
                    .fetch()
                    .rowsUpdated()
                    .thenReturn(challenge);
        });
    }

    /** Takes it away: of parallel callers one gets it. Empty when it is unknown, used, expired or not the caller's. */
    Mono<Taken> take(Purpose purpose, Bytes challenge, @Nullable String askedBy) {
        return Mono.defer(() -> db.sql("""
                        delete from passkey_challenges
                        where hash = :hash and purpose = :purpose and expires_at > :now
                          and bound_to is not distinct from :boundTo
                        returning user_id
                        """)
                .bind("hash", hash(challenge))
                .bind("purpose", purpose.value())
                .bind("now", clock.instant())
                .bind("boundTo", boundTo(askedBy))
                .map(row -> new Taken(Optional.ofNullable(row.get("user_id", UUID.class))))
                .one());
    }

    /** Those that only this user's passkeys may answer. A login without a name looks at the user when it is answered. */
    @Override
    public Mono<Void> forget(UUID userId) {
        return db.sql("delete from passkey_challenges where user_id = :userId")
                .bind("userId", userId)
                .then();
    }

    private static byte[] hash(Bytes challenge) {
        return Secrets.sha256(challenge.text());
    }

    private static Object boundTo(@Nullable String askedBy) {
        return askedBy == null
                ? Parameters.in(R2dbcType.VARBINARY)
                : Parameters.in(R2dbcType.VARBINARY, Secrets.sha256(askedBy));
    }
}
