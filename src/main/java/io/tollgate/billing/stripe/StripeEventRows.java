package io.tollgate.billing.stripe;

import java.time.Clock;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code stripe_events}, after they were taken in. */
@Repository
class StripeEventRows {

    private static final int LONGEST_ERROR = 500;

    private final DatabaseClient db;
    private final StripeEventReader reader;
    private final Clock clock;

    StripeEventRows(DatabaseClient db, StripeEventReader reader, Clock clock) {
        this.db = db;
        this.reader = reader;
        this.clock = clock;
    }

    Mono<StripeEvent> find(String id) {
        return db.sql("select payload::text as payload from stripe_events where id = :id")
                .bind("id", id)
                .map(row -> Objects.requireNonNull(row.get("payload", String.class)))
                .one()
                .map(reader::read);
    }

    Mono<Void> processed(String id, String handler) {
        return db.sql("""
                        update stripe_events
                        set status = 'processed', handler = :handler, error = null, processed_at = :now
                        where id = :id
                        """)
                .bind("id", id)
                .bind("handler", handler)
                .bind("now", clock.instant())
                .then();
    }

    /** No handler listens to its type, or it is about something that is not ours. */
    Mono<Void> ignored(String id) {
        return db.sql("update stripe_events set status = 'ignored', processed_at = :now where id = :id")
                .bind("id", id)
                .bind("now", clock.instant())
                .then();
    }

    /** Noted for people; the job is tried again by itself. */
    Mono<Void> failed(String id, String handler, String error) {
        return db.sql("""
                        update stripe_events set status = 'failed', handler = :handler, error = :error
                        where id = :id and status in ('pending', 'failed')
                        """)
                .bind("id", id)
                .bind("handler", handler)
                .bind("error", error.substring(0, Math.min(error.length(), LONGEST_ERROR)))
                .then();
    }
}
