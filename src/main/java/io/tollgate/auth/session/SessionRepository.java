package io.tollgate.auth.session;

import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.tollgate.platform.web.RequestFacts;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code sessions}. */
@Repository
public class SessionRepository {

    private final DatabaseClient db;

    SessionRepository(DatabaseClient db) {
        this.db = db;
    }

    public Mono<Session> insert(Session session, RequestFacts facts) {
        return db.sql("""
                        insert into sessions (id, user_id, authenticated_at, methods, ip, user_agent, created_at,
                                              last_used_at, expires_at)
                        values (:id, :userId, :authenticatedAt, :methods, :ip, :userAgent, :createdAt, :createdAt, :expiresAt)
                        """)
                .bind("id", session.id())
                .bind("userId", session.userId())
                .bind("authenticatedAt", session.authenticatedAt())
                .bind("methods", session.methods().toArray(String[]::new))
                .bind("ip", facts.ip())
                .bind("userAgent", Parameters.in(R2dbcType.VARCHAR, facts.userAgent()))
                .bind("createdAt", session.createdAt())
                .bind("expiresAt", session.expiresAt())
                .fetch()
                .rowsUpdated()
                .thenReturn(session);
    }
}
