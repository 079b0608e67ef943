package io.tollgate.admin.audit;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One line of the audit log.
 *
 * @param outcome {@code success} or the reason it was none
 * @param subjectType with {@code subjectId}: what it happened to
 */
record AuditRow(
        UUID id,
        Instant at,
        String action,
        String outcome,
        @Nullable UUID actorId,
        @Nullable UUID sessionId,
        @Nullable String subjectType,
        @Nullable String subjectId,
        String ip,
        @Nullable String userAgent,
        String requestId,

        @Schema(implementation = Object.class, example = "{\"reason\": \"Ticket 4711\"}")
        JsonNode details) {}
