package io.tollgate.auth.social;

import io.tollgate.auth.social.ProvenIdentity.UsedToken;
import io.tollgate.platform.time.Secrets;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code used_id_tokens}. */
@Repository
class UsedTokenRepository {

    private final DatabaseClient db;

    UsedTokenRepository(DatabaseClient db) {
        this.db = db;
    }

    /** True for the first use. A parallel second one waits until the first has committed. */
    Mono<Boolean> use(UsedToken token) {
        return db.sql("""
                        insert into used_id_tokens (token_hash, expires_at) values (:hash, :expiresAt)
                        on conflict do nothing
                        """)
                .bind("hash", Secrets.sha256(token.signed()))
                .bind("expiresAt", token.expiresAt())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }
}
