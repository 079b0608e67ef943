package io.tollgate.billing.usage;

import io.tollgate.platform.db.Columns;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** Whose place subscriptions have taken: for their user, one goes on where the other has ended. */
@Repository
class Predecessors {

    private final DatabaseClient db;

    Predecessors(DatabaseClient db) {
        this.db = db;
    }

    /** The subscription and all before it. */
    Mono<List<UUID>> with(UUID subscriptionId) {
        return db.sql("""
                        with recursive line as (
                            select id, user_id from subscriptions where id = :id
                            union
                            select s.id, s.user_id from subscriptions s
                                join line l on s.user_id = l.user_id and s.replaced_by = l.id)
                        select array_agg(id) as ids from line
                        """)
                .bind("id", subscriptionId)
                .map(row -> List.of(Columns.required(row, "ids", UUID[].class)))
                .one();
    }
}
