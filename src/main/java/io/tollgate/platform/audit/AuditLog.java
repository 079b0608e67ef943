package io.tollgate.platform.audit;

import io.r2dbc.postgresql.codec.Json;
import io.tollgate.platform.jobs.JobType;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.time.Ids;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the audit log, in the transaction of what it tells of, and promises the line to Kafka in the same statement: whoever can
 * change the database cannot take back what has left it (ADR 47). The table refuses changes and deletions.
 */
@Repository
public class AuditLog {

    private static final String INSERT = """
                        insert into audit_log (id, at, action, outcome, actor_id, session_id, subject_type, subject_id,
                                               ip, user_agent, request_id, details)
                        values (:id, :at, :action, :outcome, :actorId, :sessionId, :subjectType, :subjectId,
                                :ip, :userAgent, :requestId, :details)
                        """;

    private static final String CAUSING = INSERT + " returning id::text as cause";

    private final DatabaseClient db;
    private final Outbox outbox;
    private final JsonMapper json;
    private final Ids ids;
    private final Clock clock;
    private final JobType<AuditMessage> shipment;
    private final boolean shipping;

    AuditLog(DatabaseClient db, Outbox outbox, JsonMapper json, Ids ids, Clock clock, AuditProperties properties) {
        this.db = db;
        this.outbox = outbox;
        this.json = json;
        this.ids = ids;
        this.clock = clock;
        this.shipment = JobType.unhurried("audit.line", properties.topic(), AuditMessage.class);
        this.shipping = properties.shipping();
    }

    public Mono<Void> record(AuditEntry entry) {
        return Mono.fromSupplier(() -> AuditMessage.of(ids.next(), clock.instant(), entry))
                .flatMap(line ->
                        shipping ? ship(line) : bind(db.sql(INSERT), line).then());
    }

    private Mono<Void> ship(AuditMessage line) {
        UUID id = line.id();
        return outbox.caused(id.toString(), shipment, line.key(), line)
                .flatMap(promise -> outbox.enqueueCaused(CAUSING, statement -> bind(statement, line), List.of(promise)))
                .then();
    }

    private GenericExecuteSpec bind(GenericExecuteSpec statement, AuditMessage line) {
        return statement
                .bind("id", line.id())
                .bind("at", line.at())
                .bind("action", line.action())
                .bind("outcome", line.outcome())
                .bind("actorId", Parameter.fromOrEmpty(line.actorId(), UUID.class))
                .bind("sessionId", Parameter.fromOrEmpty(line.sessionId(), UUID.class))
                .bind("subjectType", Parameter.fromOrEmpty(line.subjectType(), String.class))
                .bind("subjectId", Parameter.fromOrEmpty(line.subjectId(), String.class))
                .bind("ip", line.ip())
                .bind("userAgent", Parameter.fromOrEmpty(line.userAgent(), String.class))
                .bind("requestId", line.requestId())
                .bind("details", Json.of(json.writeValueAsBytes(line.details())));
    }
}
