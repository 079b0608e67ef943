package io.tollgate.auth.token;

import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;

/** What the database says of a family of refresh tokens. */
record FamilyAudit(DatabaseClient db) {

    boolean ended(UUID sessionId) {
        return db.sql("select ended_at is not null as ended from sessions where id = :id")
                .bind("id", sessionId)
                .mapValue(Boolean.class)
                .one()
                .block();
    }

    /** Tokens that somebody could still exchange for a fresh child. */
    long liveTokens(UUID sessionId) {
        return count("""
                select count(*) from refresh_tokens
                where session_id = :id and used_at is null and invalidated_at is null
                """, sessionId);
    }

    /** Tokens with more than one child that is not void. */
    long parentsOfTwo(UUID sessionId) {
        return count("""
                select count(*) from (
                    select from refresh_tokens where session_id = :id and parent_id is not null and invalidated_at is null
                    group by parent_id having count(*) > 1) parents
                """, sessionId);
    }

    private long count(String sql, UUID sessionId) {
        return db.sql(sql).bind("id", sessionId).mapValue(Long.class).one().block();
    }
}
