package io.tollgate.admin.audit;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.PageRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
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

    private static final int MAX_WORD = 100;

    /** 422 for what is no value of its filter. */
    static AuditQuery of(ServerRequest request) {
        PageRequest page = PageRequest.of(request);
        if (page.offset() > 0) {
            throw ApiException.invalid("offset", "Use the cursor");
        }
        AuditQuery query = new AuditQuery(
                page.limit(),
                parameter(request, "cursor", AuditCursor::parse),
                parameter(request, "actor", AuditQuery::uuid),
                word(request, "subject_type"),
                word(request, "subject"),
                word(request, "action"),
                word(request, "outcome"),
                parameter(request, "from", text -> instant("from", text)),
                parameter(request, "to", text -> instant("to", text)));
        if (query.subject() != null && query.subjectType() == null) {
            throw ApiException.invalid("subject_type", "Say of which type the subject is");
        }
        return query;
    }

    private static @Nullable String word(ServerRequest request, String name) {
        return parameter(request, name, text -> {
            if (text.length() > MAX_WORD || text.chars().anyMatch(Character::isISOControl)) {
                throw ApiException.invalid(name, "Must be 1 to " + MAX_WORD + " printable characters");
            }
            return text;
        });
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException _) {
            throw ApiException.invalid("actor", "Must be a UUID");
        }
    }

    private static Instant instant(String name, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException _) {
            throw ApiException.invalid(name, "Must be a time like 2026-11-21T00:00:00Z");
        }
    }

    private static <T> @Nullable T parameter(ServerRequest request, String name, Function<String, T> parse) {
        return request.queryParam(name)
                .filter(text -> !text.isEmpty())
                .map(parse)
                .orElse(null);
    }
}
