package io.tollgate.billing.engine;

import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import io.tollgate.platform.web.PageRequest;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The subscriptions that are parked, as administrators see them. */
@Repository
class ParkedRepository {

    private final DatabaseClient db;

    ParkedRepository(DatabaseClient db) {
        this.db = db;
    }

    /** The longest parked first. */
    Mono<List<ParkedView>> page(PageRequest page) {
        return db.sql("""
                        select e.subscription_id, s.user_id, e.parked_reason, e.parked_at, e.next_run_at
                        from engine_subscriptions e join subscriptions s on s.id = e.subscription_id
                        where e.parked_at is not null order by e.parked_at, e.subscription_id limit :limit offset :offset
                        """)
                .bind("limit", page.limit())
                .bind("offset", page.offset())
                .map(ParkedRepository::toView)
                .all()
                .collectList();
    }

    Mono<Long> count() {
        return db.sql("select count(*) from engine_subscriptions where parked_at is not null")
                .mapValue(Long.class)
                .one();
    }

    private static ParkedView toView(Readable row) {
        return new ParkedView(
                Columns.required(row, "subscription_id", UUID.class),
                Columns.required(row, "user_id", UUID.class),
                Columns.required(row, "parked_reason", String.class),
                Columns.time(row, "parked_at"),
                Columns.timeOrNull(row, "next_run_at"));
    }
}
