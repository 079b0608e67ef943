package io.tollgate.platform.audit;

import io.tollgate.platform.web.RequestFacts;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something happened that somebody may ask about later. Never holds a password, token, code or any part of one.
 *
 * @param action {@code login}, {@code session.revoked_by_reuse}, {@code plan.updated}
 * @param outcome {@code success} or the reason it did not
 * @param subjectType with {@code subjectId}: what it happened to
 */
public record AuditEntry(
        String action,
        String outcome,
        @Nullable UUID actorId,
        @Nullable UUID sessionId,
        @Nullable String subjectType,
        @Nullable String subjectId,
        Map<String, String> details,
        RequestFacts facts) {

    public static final String SUCCESS = "success";

    public static AuditEntry of(String action, RequestFacts facts) {
        return new AuditEntry(action, SUCCESS, null, null, null, null, Map.of(), facts);
    }

    public AuditEntry by(UUID actor) {
        return new AuditEntry(action, outcome, actor, sessionId, subjectType, subjectId, details, facts);
    }

    public AuditEntry in(UUID session) {
        return new AuditEntry(action, outcome, actorId, session, subjectType, subjectId, details, facts);
    }

    public AuditEntry on(String type, Object id) {
        return new AuditEntry(action, outcome, actorId, sessionId, type, id.toString(), details, facts);
    }

    public AuditEntry failed(String reason) {
        return new AuditEntry(action, reason, actorId, sessionId, subjectType, subjectId, details, facts);
    }

    public AuditEntry with(Map<String, String> more) {
        return new AuditEntry(action, outcome, actorId, sessionId, subjectType, subjectId, Map.copyOf(more), facts);
    }
}
