package io.tollgate.platform.audit;

import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import io.tollgate.platform.db.Keyset;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the audit log has on one person: what they did, and what was done to them. */
@Repository
public class AuditTrail {

    /** Before every id there is. */
    private static final UUID START = new UUID(0, 0);

    private final DatabaseClient db;

    AuditTrail(DatabaseClient db) {
        this.db = db;
    }

    /**
     * A line of it.
     *
     * @param own whether they did it themselves
     * @param ip with {@code userAgent}: of the person; left out where somebody else did it
     */
    public record Line(
            UUID id,
            Instant at,
            String action,
            String outcome,
            boolean own,
            @Nullable String ip,
            @Nullable String userAgent) {}

    /** The oldest first. */
    public Flux<Line> of(UUID person) {
        return Keyset.all(last -> page(person, last == null ? START : last.id()));
    }

    /** Ids are made in the order of time. Two branches, so that each has an index. */
    private Mono<List<Line>> page(UUID person, UUID after) {
        return db.sql("""
                        select * from (
                            (select id, at, action, outcome, true as own, ip, user_agent from audit_log
                             where actor_id = :person and id > :after order by id limit :page)
                            union
                            (select id, at, action, outcome, actor_id is not distinct from :person,
                                    case when actor_id = :person then ip end,
                                    case when actor_id = :person then user_agent end
                             from audit_log
                             where subject_type = 'user' and subject_id = :subject and id > :after
                             order by id limit :page)) lines
                        order by id limit :page
                        """)
                .bind("person", person)
                .bind("subject", person.toString())
                .bind("after", after)
                .bind("page", Keyset.PAGE)
                .map(AuditTrail::toLine)
                .all()
                .collectList();
    }

    private static Line toLine(Readable row) {
        return new Line(
                Columns.required(row, "id", UUID.class),
                Columns.time(row, "at"),
                Columns.required(row, "action", String.class),
                Columns.required(row, "outcome", String.class),
                Columns.required(row, "own", Boolean.class),
                row.get("ip", String.class),
                row.get("user_agent", String.class));
    }
}
