package io.tollgate.billing.collection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What is to be done by now: for everybody who lives in the common time, and for a customer who has their own. */
@Repository
class DueRepository {

    /** By then a job has done what it was made for. */
    private static final Duration CLAIM = Duration.ofMinutes(15);

    private static final String COMMON = " and not exists (select from customer_clocks where user_id = c.user_id)";

    private static final String POLLS =
            "select a.id from collection_attempts a join collections c on c.invoice_id = a.invoice_id where a.poll_at <= :now";

    private final DatabaseClient db;
    private final Clock clock;

    DueRepository(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Invoices to be collected; nobody else is told of them meanwhile. */
    Flux<UUID> claimAttempts(int limit) {
        Instant now = clock.instant();
        return db.sql("""
                        update collections set claimed_until = :until
                        where invoice_id in (
                            select invoice_id from collections c
                            where next_attempt_at <= :now and (claimed_until is null or claimed_until <= :now)
                        """ + COMMON + """
                             order by next_attempt_at, invoice_id limit :limit for update skip locked)
                        returning invoice_id
                        """)
                .bind("now", now)
                .bind("until", now.plus(CLAIM))
                .bind("limit", limit)
                .mapValue(UUID.class)
                .all();
    }

    Flux<UUID> attemptsOf(UUID userId, Instant now) {
        return db.sql("""
                        select invoice_id from collections where user_id = :userId and next_attempt_at <= :now
                        order by next_attempt_at, invoice_id limit 200
                        """)
                .bind("userId", userId)
                .bind("now", now)
                .mapValue(UUID.class)
                .all();
    }

    /** Attempts to be looked after. */
    Flux<UUID> polls(UUID after, int limit) {
        return db.sql(POLLS + COMMON + " and a.id > :after order by a.id limit :limit")
                .bind("now", clock.instant())
                .bind("after", after)
                .bind("limit", limit)
                .mapValue(UUID.class)
                .all();
    }

    Flux<UUID> pollsOf(UUID userId, Instant now) {
        return db.sql(POLLS + " and c.user_id = :userId order by a.poll_at, a.id limit 200")
                .bind("userId", userId)
                .bind("now", now)
                .mapValue(UUID.class)
                .all();
    }

    /** The next time at which anything is to be collected or looked after for the customer. */
    Mono<Instant> next(UUID userId, Instant latest) {
        return db.sql("""
                        select least(
                            (select min(next_attempt_at) from collections where user_id = :userId),
                            (select min(a.poll_at) from collection_attempts a join collections c on c.invoice_id = a.invoice_id
                             where c.user_id = :userId)) as next
                        """)
                .bind("userId", userId)
                .map(row -> java.util.Optional.ofNullable(row.get("next", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant))
                .one()
                .flatMap(Mono::justOrEmpty)
                .map(Objects::requireNonNull)
                .filter(next -> !next.isAfter(latest));
    }
}
