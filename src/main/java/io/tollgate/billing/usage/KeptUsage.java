package io.tollgate.billing.usage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * For how long usage is kept: as configured, and longer where an invoice may still need it. Late usage makes a period be rated anew
 * until the end of the next one, and what is counted then must be all of it.
 */
@Component
class KeptUsage {

    private final DatabaseClient db;
    private final UsageProperties properties;
    private final Clock clock;

    KeptUsage(DatabaseClient db, UsageProperties properties, Clock clock) {
        this.db = db;
        this.properties = properties;
        this.clock = clock;
    }

    /** How long ago what is let go must be. */
    Mono<Duration> age() {
        return db.sql("select usage_needed_days()")
                .mapValue(Integer.class)
                .one()
                .map(days -> longer(properties.retention(), needed(days)));
    }

    private Duration needed(int days) {
        return days == 0 ? Duration.ZERO : Duration.ofDays(days).plus(properties.reach());
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    /** Notes it before anything goes. */
    Mono<Void> note(LocalDate month) {
        return db.sql("select note_usage_kept(:month)").bind("month", month).then();
    }

    /** Whether all that was used since a moment is still there. Asks nobody about what is younger than the retention. */
    Mono<Boolean> since(Instant moment) {
        return moment.isAfter(clock.instant().minus(properties.retention()))
                ? Mono.just(true)
                : db.sql("select since from usage_kept")
                        .map(row -> Objects.requireNonNull(row.get("since", OffsetDateTime.class)))
                        .one()
                        .map(kept -> !moment.isBefore(kept.toInstant()));
    }
}
