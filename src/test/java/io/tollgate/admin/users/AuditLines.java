package io.tollgate.admin.users;

import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;

/** What the audit log says of somebody, each line as {@code action outcome}, the oldest first. */
final class AuditLines {

    private AuditLines() {}

    static List<String> of(DatabaseClient db, UUID user, String... actions) {
        return db.sql("select action || ' ' || outcome as line from audit_log where subject_id = :id "
                        + "and action = any (:actions) order by at, id")
                .bind("id", user.toString())
                .bind("actions", actions)
                .map(row -> row.get("line", String.class))
                .all()
                .collectList()
                .block();
    }
}
