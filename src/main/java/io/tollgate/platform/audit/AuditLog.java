package io.tollgate.platform.audit;

import io.r2dbc.postgresql.codec.Json;
import io.tollgate.platform.time.Ids;
import java.time.Clock;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Writes the audit log, in the transaction of what it tells of. The table refuses changes and deletions. */
@Repository
public class AuditLog {

    private final DatabaseClient db;
    private final JsonMapper json;
    private final Ids ids;
    private final Clock clock;

    AuditLog(DatabaseClient db, JsonMapper json, Ids ids, Clock clock) {
        this.db = db;
        this.json = json;
        this.ids = ids;
        this.clock = clock;
    }

    public Mono<Void> record(AuditEntry entry) {
        return Mono.defer(() -> insert(entry).then());
    }

    private GenericExecuteSpec insert(AuditEntry entry) {
        return db.sql("""
                        insert into audit_log (id, at, action, outcome, actor_id, session_id, subject_type, subject_id,
                                               ip, user_agent, request_id, details)
                        values (:id, :at, :action, :outcome, :actorId, :sessionId, :subjectType, :subjectId,
                                :ip, :userAgent, :requestId, :details)
                        """)
                .bind("id", ids.next())
                .bind("at", clock.instant())
                .bind("action", entry.action())
                .bind("outcome", entry.outcome())
                .bind("actorId", Parameter.fromOrEmpty(entry.actorId(), UUID.class))
                .bind("sessionId", Parameter.fromOrEmpty(entry.sessionId(), UUID.class))
                .bind("subjectType", Parameter.fromOrEmpty(entry.subjectType(), String.class))
                .bind("subjectId", Parameter.fromOrEmpty(entry.subjectId(), String.class))
                .bind("ip", entry.facts().ip())
                .bind("userAgent", Parameter.fromOrEmpty(entry.facts().userAgent(), String.class))
                .bind("requestId", entry.facts().requestId())
                .bind("details", Json.of(json.writeValueAsBytes(entry.details())));
    }
}
