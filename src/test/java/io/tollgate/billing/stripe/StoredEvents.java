package io.tollgate.billing.stripe;

import io.tollgate.Awaiting;
import java.util.Map;
import org.springframework.r2dbc.core.DatabaseClient;

/** What stands in the inbox. */
record StoredEvents(DatabaseClient db) {

    long count(String id) {
        return db.sql("select count(*) as n from stripe_events where id = :id")
                .bind("id", id)
                .map(row -> row.get("n", Long.class))
                .one()
                .block();
    }

    void awaitStatus(String id, String status) {
        Awaiting.until("event " + id + " is " + status, () -> status.equals(row(id).get("status")));
    }

    Map<String, Object> row(String id) {
        return db.sql("""
                        select type, api_version, object_id, livemode, payload::text as payload, status, handler, error,
                               processed_at, received_at
                        from stripe_events where id = :id
                        """).bind("id", id).fetch().one().block();
    }
}
