package io.tollgate.auth;

import io.tollgate.Awaiting;
import io.tollgate.TestMails;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;

/** What the database says of a user. */
public record AuthRows(DatabaseClient db) {

    public long liveSessions(UUID userId) {
        return count("select count(*) from sessions where ended_at is null and user_id::text = :it", userId);
    }

    public long endedSessions(UUID userId, String reason) {
        return db.sql("select count(*) from sessions where ended_reason = :reason and user_id = :id")
                .bind("reason", reason)
                .bind("id", userId)
                .mapValue(Long.class)
                .one()
                .block();
    }

    /** Lines of the audit log about the user. */
    public long audited(UUID userId, String action, String outcome) {
        return db.sql("""
                        select count(*) from audit_log
                        where action = :action and outcome = :outcome and subject_id = :id
                        """)
                .bind("action", action)
                .bind("outcome", outcome)
                .bind("id", userId.toString())
                .mapValue(Long.class)
                .one()
                .block();
    }

    /** Lines of the audit log with this anywhere in it. */
    public long auditedText(String text) {
        return count("select count(*) from audit_log a where a::text like '%' || :it || '%'", text);
    }

    public boolean verified(UUID userId) {
        return count("select count(*) from users where is_verified and id::text = :it", userId) == 1;
    }

    public boolean hasPassword(UUID userId) {
        return count("select count(*) from passwords where user_id::text = :it", userId) == 1;
    }

    /**
     * The subjects of all mails to this address, in the order of arrival, once no job is left that names it: what has not come by
     * then never will. A job that orders a mail promises it in the transaction in which it ends itself.
     */
    public List<String> mailsTo(String email) {
        awaitSent(email);
        return TestMails.subjects(email);
    }

    /** A mail may arrive before its job is marked as done, and its row deleted. */
    public void awaitSent(String email) {
        String rows = "select count(*) from outbox where payload::text ilike '%' || :it || '%'";
        Awaiting.until("the mails have left the outbox", () -> count(rows, email) == 0);
    }

    public long count(String sql, Object it) {
        return db.sql(sql).bind("it", it.toString()).mapValue(Long.class).one().block();
    }

    public void change(String sql, UUID userId) {
        db.sql(sql).bind("id", userId).then().block();
    }
}
