package io.tollgate.billing.usage;

import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Whose place subscriptions have taken: for their user, one goes on where the other has ended. */
@Repository
class Predecessors {

    private static final int AT_ONCE = 200;

    private final DatabaseClient db;

    Predecessors(DatabaseClient db) {
        this.db = db;
    }

    /** One subscription, the last, and all whose place it has taken. */
    private record Line(UUID subscriptionId, List<UUID> ids) {

        static Line of(Readable row) {
            return new Line(
                    Columns.required(row, "last", UUID.class), List.of(Columns.required(row, "ids", UUID[].class)));
        }
    }

    /** By the subscription: itself and all before it. */
    Mono<Map<UUID, List<UUID>>> with(Collection<UUID> subscriptionIds) {
        return Flux.fromIterable(subscriptionIds)
                .distinct()
                .buffer(AT_ONCE)
                .concatMap(this::lines)
                .collectMap(Line::subscriptionId, Line::ids);
    }

    private Flux<Line> lines(List<UUID> subscriptionIds) {
        return db.sql("""
                        with recursive line as (
                            select id as last, id, user_id from subscriptions where id = any(:ids)
                            union
                            select l.last, s.id, s.user_id from subscriptions s
                                join line l on s.user_id = l.user_id and s.replaced_by = l.id)
                        select last, array_agg(id) as ids from line group by last
                        """)
                .bind("ids", subscriptionIds.toArray(UUID[]::new))
                .map(Line::of)
                .all();
    }
}
