package io.tollgate.admin.audit;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.PageRequest;
import io.tollgate.platform.web.Parameters;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Which lines are asked for. Each filter is off where it is null.
 *
 * @param subject an id of any type
 * @param from inclusive
 * @param to exclusive
 */
record AuditQuery(
        int limit,
        @Nullable AuditCursor cursor,
        @Nullable UUID actor,
        @Nullable String subjectType,
        @Nullable String subject,
        @Nullable String action,
        @Nullable String outcome,
        @Nullable Instant from,
        @Nullable Instant to) {

    /** 422 for what is no value of its filter. */
    static AuditQuery of(ServerRequest request) {
        PageRequest page = PageRequest.of(request);
        if (page.offset() > 0) {
            throw ApiException.invalid("offset", "Use the cursor");
        }
        AuditQuery query = new AuditQuery(
                page.limit(),
                Parameters.of(request, "cursor", AuditCursor::parse),
                Parameters.uuid(request, "actor"),
                Parameters.word(request, "subject_type"),
                Parameters.word(request, "subject"),
                Parameters.word(request, "action"),
                Parameters.word(request, "outcome"),
                Parameters.time(request, "from"),
                Parameters.time(request, "to"));
        if (query.subject() != null && query.subjectType() == null) {
            throw ApiException.invalid("subject_type", "Say of which type the subject is");
        }
        return query;
    }
}
