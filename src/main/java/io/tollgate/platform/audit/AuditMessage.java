package io.tollgate.platform.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A line of the audit log as it is shipped: the row, field by field. The same id in table and topic; a reader that meets it twice
 * has met the same line.
 *
 * @param details never a secret, as in the table
 */
record AuditMessage(
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
        Map<String, String> details) {

    private static final int LONGEST_DETAIL = 16_000;

    static AuditMessage of(UUID id, Instant at, AuditEntry entry) {
        return new AuditMessage(
                id,
                at,
                entry.action(),
                entry.outcome(),
                entry.actorId(),
                entry.sessionId(),
                entry.subjectType(),
                entry.subjectId(),
                entry.facts().ip(),
                entry.facts().userAgent(),
                entry.facts().requestId(),
                entry.details().entrySet().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                Map.Entry::getKey, detail -> cut(text(detail.getValue())))));
    }

    /** Half of a pair of surrogates, which JSON lets anybody send, is no text: it would fail what is written down here. */
    private static String text(String detail) {
        return new String(detail.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** Kafka takes no line of a megabyte, which all charges of a plan before and after may well be. */
    private static String cut(String detail) {
        if (detail.length() <= LONGEST_DETAIL) {
            return detail;
        }
        // Of what is left no half may be made.
        boolean split = Character.isHighSurrogate(detail.charAt(LONGEST_DETAIL - 1));
        return detail.substring(0, split ? LONGEST_DETAIL - 1 : LONGEST_DETAIL) + "…";
    }

    /** What belongs to one person or thing stays in order. */
    String key() {
        String subject = subjectId == null ? action : subjectId;
        return actorId == null ? subject : actorId.toString();
    }
}
