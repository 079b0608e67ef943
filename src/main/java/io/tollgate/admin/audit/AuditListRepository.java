package io.tollgate.admin.audit;

import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Reads {@code audit_log}, newest first, by keys and never by offsets: it only grows. */
@Repository
class AuditListRepository {

    private final DatabaseClient db;
    private final JsonMapper json;

    AuditListRepository(DatabaseClient db, JsonMapper json) {
        this.db = db;
        this.json = json;
    }

    /** One more than asked for tells whether there is a next page. */
    Mono<AuditPage> page(AuditQuery query) {
        Conditions where = Conditions.of(query);
        GenericExecuteSpec statement = db.sql("""
                        select id, at, action, outcome, actor_id, session_id, subject_type, subject_id, ip, user_agent,
                               request_id, details
                        from audit_log where %s order by at desc, id desc limit :limit
                        """.formatted(where.sql())).bind("limit", query.limit() + 1);
        for (Map.Entry<String, Object> value : where.values.entrySet()) {
            statement = statement.bind(value.getKey(), value.getValue());
        }
        return statement.map(this::toRow).all().collectList().map(rows -> toPage(rows, query.limit()));
    }

    /** Our words, and the request's values as parameters. */
    private record Conditions(List<String> words, Map<String, Object> values) {

        static Conditions of(AuditQuery query) {
            Conditions where = new Conditions(new ArrayList<>(List.of("true")), new LinkedHashMap<>());
            where.add("actor_id = :actor", "actor", query.actor());
            where.add("subject_type = :subjectType", "subjectType", query.subjectType());
            where.add("subject_id = :subject", "subject", query.subject());
            where.add("action = :action", "action", query.action());
            where.add("outcome = :outcome", "outcome", query.outcome());
            where.add("at >= :from", "from", query.from());
            where.add("at < :to", "to", query.to());
            AuditCursor cursor = query.cursor();
            if (cursor != null) {
                where.add("(at, id) < (:cursorAt, :cursorId)", "cursorAt", cursor.at());
                where.values.put("cursorId", cursor.id());
            }
            return where;
        }

        String sql() {
            return String.join(" and ", words);
        }

        private void add(String condition, String name, @Nullable Object value) {
            if (value != null) {
                words.add(condition);
                values.put(name, value);
            }
        }
    }

    private static AuditPage toPage(List<AuditRow> rows, int limit) {
        boolean more = rows.size() > limit;
        List<AuditRow> shown = more ? rows.subList(0, limit) : rows;
        AuditRow last = more ? shown.getLast() : null;
        return new AuditPage(shown, limit, more, last == null ? null : new AuditCursor(last.at(), last.id()).text());
    }

    private AuditRow toRow(Readable row) {
        return new AuditRow(
                Columns.required(row, "id", UUID.class),
                Columns.time(row, "at"),
                Columns.required(row, "action", String.class),
                Columns.required(row, "outcome", String.class),
                row.get("actor_id", UUID.class),
                row.get("session_id", UUID.class),
                row.get("subject_type", String.class),
                row.get("subject_id", String.class),
                Columns.required(row, "ip", String.class),
                row.get("user_agent", String.class),
                Columns.required(row, "request_id", String.class),
                json.readTree(Columns.required(row, "details", Json.class).asArray()));
    }
}
