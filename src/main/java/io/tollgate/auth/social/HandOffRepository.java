package io.tollgate.auth.social;

import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import io.tollgate.platform.time.Secrets;
import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code social_hand_offs}. */
@Repository
class HandOffRepository {

    private final DatabaseClient db;
    private final Secrets secrets;
    private final Clock clock;
    private final Duration ttl;

    HandOffRepository(DatabaseClient db, Secrets secrets, Clock clock, SocialProperties properties) {
        this.db = db;
        this.secrets = secrets;
        this.clock = clock;
        this.ttl = properties.handOffTtl();
    }

    /** A new code. */
    Mono<String> issue(UUID userId, ProvenIdentity proof, String challenge) {
        return Mono.defer(() -> {
            String code = secrets.token();
            return db.sql("""
                            insert into social_hand_offs (code_hash, provider, subject, user_id, challenge, expires_at)
                            values (:hash, :provider, :subject, :userId, :challenge, :expiresAt)
                            """)
                    .bind("hash", Secrets.sha256(code))
                    .bind("provider", proof.provider().value())
                    .bind("subject", proof.subject())
                    .bind("userId", userId)
                    .bind("challenge", challenge)
                    .bind("expiresAt", clock.instant().plus(ttl))
                    .then()
                    .thenReturn(code);
        });
    }

    /** Takes the code, once: of parallel callers one gets it, whether it may use it or not. */
    Mono<HandOff> take(String code) {
        return db.sql("""
                        delete from social_hand_offs where code_hash = :hash
                        returning provider, subject, user_id, challenge, expires_at
                        """)
                .bind("hash", Secrets.sha256(code))
                .map(HandOffRepository::toHandOff)
                .one();
    }

    /** In time, and by whom it was made for. */
    boolean isGood(HandOff taken, String verifier) {
        return clock.instant().isBefore(taken.expiresAt())
                && BrowserSecret.sha256(verifier).equals(taken.challenge());
    }

    /** The user, if the identity has not been unlinked meanwhile. Until commit neither that happens nor a deactivation. */
    Mono<User> stillLinked(HandOff taken) {
        return db.sql("select * from users where id = :userId for share")
                .bind("userId", taken.userId())
                .map(UserRepository::toUser)
                .one()
                // After the lock, for this to see what has happened before it.
                .filterWhen(_ -> isLinked(taken));
    }

    private Mono<Boolean> isLinked(HandOff taken) {
        return db.sql("""
                        select exists (select from identities
                                       where provider = :provider and subject = :subject and user_id = :userId) as linked
                        """)
                .bind("provider", taken.provider().value())
                .bind("subject", taken.subject())
                .bind("userId", taken.userId())
                .map(row -> Columns.required(row, "linked", Boolean.class))
                .one();
    }

    private static HandOff toHandOff(Readable row) {
        return new HandOff(
                User.Provider.valueOf(
                        Columns.required(row, "provider", String.class).toUpperCase(Locale.ROOT)),
                Columns.required(row, "subject", String.class),
                Columns.required(row, "user_id", UUID.class),
                Columns.required(row, "challenge", String.class),
                Columns.time(row, "expires_at"));
    }
}
