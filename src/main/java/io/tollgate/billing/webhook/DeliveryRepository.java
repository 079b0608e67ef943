package io.tollgate.billing.webhook;

import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import io.tollgate.platform.web.PageRequest;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code webhook_deliveries} as administrators look at them. */
@Repository
class DeliveryRepository {

    private static final String SELECT = """
            select d.id, d.message_id, d.endpoint_id, m.type, m.user_id, m.object_id, d.status, d.attempts,
                   d.next_attempt_at, d.last_attempt_at, d.last_status, d.last_error, d.last_answer, d.last_millis,
                   d.delivered_at, d.created_at, m.body
            from webhook_deliveries d join webhook_messages m on m.id = d.message_id
            """;

    private final DatabaseClient db;
    private final Clock clock;

    DeliveryRepository(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Newest first. */
    Mono<List<DeliveryView>> page(UUID endpointId, @Nullable String status, PageRequest page) {
        return db.sql(SELECT + """
                        where d.endpoint_id = :endpointId and (cast(:status as text) is null or d.status = :status)
                        order by d.created_at desc, d.id desc limit :limit offset :offset
                        """)
                .bind("endpointId", endpointId)
                .bind("status", Parameter.fromOrEmpty(status, String.class))
                .bind("limit", page.limit())
                .bind("offset", page.offset())
                .map(DeliveryRepository::toView)
                .all()
                .collectList();
    }

    Mono<Long> count(UUID endpointId, @Nullable String status) {
        return db.sql("""
                        select count(*) from webhook_deliveries
                        where endpoint_id = :endpointId and (cast(:status as text) is null or status = :status)
                        """)
                .bind("endpointId", endpointId)
                .bind("status", Parameter.fromOrEmpty(status, String.class))
                .mapValue(Long.class)
                .one();
    }

    Mono<DeliveryView> find(UUID id) {
        return db.sql(SELECT + "where d.id = :id")
                .bind("id", id)
                .map(DeliveryRepository::toView)
                .one();
    }

    /** Begins anew what has come to an end. Gives the number of the new round; empty while it is still being tried. */
    Mono<Integer> beginAnew(UUID id) {
        return db.sql("""
                        update webhook_deliveries
                        set status = 'pending', round = round + 1, attempts = 0, next_attempt_at = :now, delivered_at = null
                        where id = :id and status <> 'pending'
                        returning round
                        """)
                .bind("id", id)
                .bind("now", clock.instant())
                .mapValue(Integer.class)
                .one();
    }

    private static DeliveryView toView(Readable row) {
        return new DeliveryView(
                Columns.required(row, "id", UUID.class),
                Columns.required(row, "message_id", UUID.class),
                Columns.required(row, "endpoint_id", UUID.class),
                Columns.required(row, "type", String.class),
                row.get("user_id", UUID.class),
                Columns.required(row, "object_id", UUID.class),
                Columns.required(row, "status", String.class),
                Columns.required(row, "attempts", Integer.class),
                Columns.timeOrNull(row, "next_attempt_at"),
                Columns.timeOrNull(row, "last_attempt_at"),
                row.get("last_status", Integer.class),
                row.get("last_error", String.class),
                row.get("last_answer", String.class),
                row.get("last_millis", Integer.class),
                Columns.timeOrNull(row, "delivered_at"),
                Columns.time(row, "created_at"),
                Columns.required(row, "body", String.class));
    }
}
