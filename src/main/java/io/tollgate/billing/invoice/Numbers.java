package io.tollgate.billing.invoice;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The numbers of documents: without gaps in each series, because whoever takes some keeps the series locked until they commit. */
@Repository
class Numbers {

    private final DatabaseClient db;

    Numbers(DatabaseClient db) {
        this.db = db;
    }

    /** Takes so many, in a row. @return the first */
    Mono<Long> take(String series, int count) {
        return db.sql("""
                        insert into invoice_series (series, last) values (:series, :count)
                        on conflict (series) do update set last = invoice_series.last + :count returning last
                        """)
                .bind("series", series)
                .bind("count", (long) count)
                .mapValue(Long.class)
                .one()
                .map(last -> last - count + 1);
    }

    /** As people read it: {@code INV-000042}. */
    static String text(String series, long sequence) {
        return "%s-%06d".formatted(series, sequence);
    }
}
