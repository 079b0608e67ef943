package io.tollgate.auth.mfa;

import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import io.tollgate.auth.mailbox.OneTimeSecret;
import io.tollgate.platform.db.Columns;
import io.tollgate.platform.time.Ids;
import io.tollgate.platform.time.Secrets;
import io.tollgate.platform.web.RequestFacts;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/**
 * The rows of {@code mfa_challenges}. The client holds a token of 256 bits of which the SHA-256 is stored. A challenge is worth
 * nothing once the password or the factors are others than when it was made.
 */
@Repository
public class Challenges implements OneTimeSecret {

    /** However many codes the account lock would still allow: then the first factor is due again. */
    static final int MAX_ATTEMPTS = 5;

    private static final String COLUMNS = "id, user_id, methods, request_id";

    private final DatabaseClient db;
    private final MfaProperties properties;
    private final Secrets secrets;
    private final Ids ids;
    private final Clock clock;

    Challenges(DatabaseClient db, MfaProperties properties, Secrets secrets, Ids ids, Clock clock) {
        this.db = db;
        this.properties = properties;
        this.secrets = secrets;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public Mono<Void> forget(UUID userId) {
        return db.sql("delete from mfa_challenges where user_id = :userId")
                .bind("userId", userId)
                .then();
    }

    /** A new challenge; its token. Joins the caller's transaction, which holds the user's row. */
    Mono<String> issue(UUID userId, List<String> methods, RequestFacts facts) {
        return Mono.defer(() -> {
            String token = secrets.token();
            Instant now = clock.instant();
            return db.sql("""
                            insert into mfa_challenges (id, user_id, token_hash, methods, password_state, factors_version,
                                                        ip, user_agent, request_id, created_at, expires_at)
                            values (:id, :userId, :hash, :methods,
                                    (select sha256(convert_to(hash, 'UTF8')) from passwords where user_id = :userId),
                                    coalesce((select factors_version from mfa_accounts where user_id = :userId), 0),
                                    :ip, :userAgent, :requestId, :now, :expiresAt)
                            """)
                    .bind("id", ids.next())
                    .bind("userId", userId)
                    .bind("hash", Secrets.sha256(token))
                    .bind("methods", methods.toArray(String[]::new))
                    .bind("ip", facts.ip())
                    .bind("userAgent", Parameters.in(R2dbcType.VARCHAR, facts.userAgent()))
                    .bind("requestId", facts.requestId())
                    .bind("now", now)
                    .bind("expiresAt", now.plus(properties.challengeTtl()))
                    .fetch()
                    .rowsUpdated()
                    .thenReturn(token);
        });
    }

    /** For factors that make a challenge of their own. Empty when it is unknown, expired, used or out of attempts. */
    public Mono<Challenge> find(String token) {
        return Mono.defer(() -> db.sql("select " + COLUMNS + """
                         from mfa_challenges
                        where token_hash = :hash and consumed_at is null and expires_at > :now and attempts < :max
                        """)
                .bind("hash", Secrets.sha256(token))
                .bind("now", clock.instant())
                .bind("max", MAX_ATTEMPTS)
                .map(Challenges::toChallenge)
                .one());
    }

    /** Takes one of its attempts, whatever becomes of it. Empty when it is unknown, expired, used or out of attempts. */
    Mono<Challenge> attempt(String token) {
        return Mono.defer(() -> db.sql("""
                        update mfa_challenges set attempts = attempts + 1
                        where token_hash = :hash and consumed_at is null and expires_at > :now and attempts < :max
                        returning\s""" + COLUMNS)
                .bind("hash", Secrets.sha256(token))
                .bind("now", clock.instant())
                .bind("max", MAX_ATTEMPTS)
                .map(Challenges::toChallenge)
                .one());
    }

    /**
     * Uses it up. Empty when another caller has, or when password or factors have changed since it was made. Wants the user's
     * rows held, so that what is true here stays so until commit.
     */
    Mono<Challenge> consume(UUID id) {
        return Mono.defer(() -> db.sql("""
                        update mfa_challenges c set consumed_at = :now
                        where c.id = :id and c.consumed_at is null
                          and c.password_state is not distinct from
                              (select sha256(convert_to(hash, 'UTF8')) from passwords p where p.user_id = c.user_id)
                          and c.factors_version =
                              coalesce((select factors_version from mfa_accounts a where a.user_id = c.user_id), 0)
                        returning\s""" + COLUMNS)
                .bind("id", id)
                .bind("now", clock.instant())
                .map(Challenges::toChallenge)
                .one());
    }

    private static Challenge toChallenge(Readable row) {
        return new Challenge(
                Columns.required(row, "id", UUID.class),
                Columns.required(row, "user_id", UUID.class),
                List.of(Columns.required(row, "methods", String[].class)),
                Columns.required(row, "request_id", String.class));
    }
}
