package io.tollgate.auth.session;

import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code revocations}. Those about sessions are written with the sessions' end. */
@Repository
class RevocationRepository {

    /** More than this come with the next page. */
    private static final int PAGE = 250;

    private final DatabaseClient db;
    private final Clock clock;

    RevocationRepository(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Everything of earlier transactions has been read, and of this one everything up to the session. */
    record Cursor(long tx, UUID sessionId) {

        private static final UUID NOTHING_YET = new UUID(0, 0);

        static final Cursor START = at(0);

        static Cursor at(long tx) {
            return new Cursor(tx, NOTHING_YET);
        }
    }

    /** @param oldestOpen the oldest transaction that may still write: what is older is final */
    record Row(long oldestOpen, long tx, @Nullable Revocation revocation) {}

    record Page(List<Row> rows) {

        List<Revocation> revocations() {
            return rows.stream().map(Row::revocation).filter(Objects::nonNull).toList();
        }

        long oldestOpen() {
            return rows.getFirst().oldestOpen();
        }

        /** Where the next page of the same reading begins; null when this was the last. */
        @Nullable Cursor next() {
            Row last = rows.getLast();
            Revocation revocation = last.revocation();
            return rows.size() < PAGE || revocation == null ? null : new Cursor(last.tx(), revocation.sessionId());
        }
    }

    /** Rows and the oldest open transaction come from one snapshot, so nothing can fall between them. */
    Mono<Page> after(Cursor cursor) {
        return db.sql("""
                        select s.oldest, r.session_id, r.until, r.tx
                        from (select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as oldest) s
                        left join lateral (
                            select * from revocations
                            where (tx, session_id) > (:tx, :sessionId) and until > :now
                            order by tx, session_id
                            limit :page) r on true
                        order by r.tx, r.session_id
                        """)
                .bind("tx", cursor.tx())
                .bind("sessionId", cursor.sessionId())
                .bind("now", clock.instant())
                .bind("page", PAGE)
                .map(RevocationRepository::toRow)
                .all()
                .collectList()
                .map(Page::new);
    }

    /** For a token that ends by itself, under its own id. False when it is there. */
    Mono<Boolean> insert(Revocation revocation) {
        return db.sql("insert into revocations (session_id, until) values (:id, :until) on conflict do nothing")
                .bind("id", revocation.sessionId())
                .bind("until", revocation.until())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    private static Row toRow(Readable row) {
        long oldest = Columns.required(row, "oldest", Long.class);
        UUID sessionId = row.get("session_id", UUID.class);
        return sessionId == null
                ? new Row(oldest, 0, null)
                : new Row(oldest, Columns.required(row, "tx", Long.class), new Revocation(sessionId, until(row)));
    }

    private static Instant until(Readable row) {
        return Columns.time(row, "until");
    }
}
