package io.tollgate.platform.jobs;

import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import io.tollgate.platform.web.Page;
import io.tollgate.platform.web.PageRequest;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** What waits for a person: see it, try it again, or drop it. */
@Repository
public class DeadLetters {

    private static final long BATCH = 500;

    private final DatabaseClient db;
    private final JsonMapper json;
    private final Clock clock;
    private final OutboxBell bell;

    DeadLetters(DatabaseClient db, JsonMapper json, Clock clock, OutboxBell bell) {
        this.db = db;
        this.json = json;
        this.clock = clock;
        this.bell = bell;
    }

    /** The latest first. */
    public Mono<Page<DeadLetter>> page(PageRequest request) {
        return page(request, null);
    }

    /** @param type null for all */
    public Mono<Page<DeadLetter>> page(PageRequest request, @Nullable String type) {
        return db.sql("""
                        select * from dead_letters where cast(:type as text) is null or type = :type
                        order by died_at desc, id desc limit :limit offset :offset
                        """)
                .bind("type", Parameter.fromOrEmpty(type, String.class))
                .bind("limit", request.limit())
                .bind("offset", request.offset())
                .map(this::letter)
                .all()
                .collectList()
                .zipWith(count(type), (letters, total) -> Page.of(request, letters, total));
    }

    public Mono<DeadLetter> find(UUID id) {
        return db.sql("select * from dead_letters where id = :id")
                .bind("id", id)
                .map(this::letter)
                .one();
    }

    public Mono<Long> count() {
        return count(null);
    }

    private Mono<Long> count(@Nullable String type) {
        return db.sql("select count(*) from dead_letters where cast(:type as text) is null or type = :type")
                .bind("type", Parameter.fromOrEmpty(type, String.class))
                .mapValue(Long.class)
                .one();
    }

    /** Back to the outbox, as if never tried. False when there is no such letter or nobody can read it. */
    public Mono<Boolean> replay(UUID id) {
        return db.sql("""
                        with risen as (
                            delete from dead_letters where id = :id and replayable returning *
                        ), queued as (
                            insert into outbox (id, type, topic, key, payload, traceparent, created_at, available_at)
                            select id, type, topic, key, payload, traceparent, created_at, :now from risen
                            on conflict (id) do update
                            set attempt = 1, available_at = excluded.available_at, claimed_until = null
                        )
                        select count(*) > 0 from risen
                        """)
                .bind("id", id)
                .bind("now", clock.instant())
                .mapValue(Boolean.class)
                .one()
                .delayUntil(_ -> bell.ringAfterCommit());
    }

    /** Every letter of the type, some at a time. Gives their number. */
    public Mono<Long> replayAll(String type) {
        return replaySome(type)
                .expand(replayed -> replayed < BATCH ? Mono.empty() : replaySome(type))
                .reduce(0L, Long::sum)
                .delayUntil(_ -> bell.ringAfterCommit());
    }

    private Mono<Long> replaySome(String type) {
        return db.sql("""
                        with risen as (
                            delete from dead_letters where id in (
                                select id from dead_letters where type = :type and replayable
                                order by died_at, id limit :batch for update skip locked)
                            returning *
                        ), queued as (
                            insert into outbox (id, type, topic, key, payload, traceparent, created_at, available_at)
                            select id, type, topic, key, payload, traceparent, created_at, :now from risen
                            on conflict (id) do update
                            set attempt = 1, available_at = excluded.available_at, claimed_until = null
                        )
                        select count(*) from risen
                        """)
                .bind("type", type)
                .bind("batch", BATCH)
                .bind("now", clock.instant())
                .mapValue(Long.class)
                .one();
    }

    /** False when there is no such letter. */
    public Mono<Boolean> drop(UUID id) {
        return db.sql("delete from dead_letters where id = :id")
                .bind("id", id)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    private DeadLetter letter(Readable row) {
        return new DeadLetter(
                Columns.required(row, "id", UUID.class),
                Columns.required(row, "type", String.class),
                Columns.required(row, "topic", String.class),
                Columns.required(row, "key", String.class),
                json.readTree(Columns.required(row, "payload", Json.class).asString()),
                Columns.required(row, "attempts", Integer.class),
                Columns.required(row, "error", String.class),
                Columns.required(row, "replayable", Boolean.class),
                Columns.time(row, "created_at"),
                Columns.time(row, "died_at"));
    }
}
