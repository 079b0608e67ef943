package io.tollgate.user;

import io.tollgate.platform.db.Columns;
import java.time.Clock;
import java.time.Duration;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/**
 * Names nobody has and nobody gets for a while: {@code reserved_usernames}. Who registers a known address is answered as if there
 * were a new account now, and a new account has its name; so the name is gone as well (CWE-204).
 */
@Repository
public class ReservedUsernames {

    private static final Duration RESERVED = Duration.ofDays(30);

    private final DatabaseClient db;
    private final Clock clock;

    ReservedUsernames(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Asking for it again does not make it longer. */
    public Mono<Void> reserve(String username) {
        return Mono.defer(() -> db.sql("""
                        insert into reserved_usernames (name, until) values (lower(:name), :until) on conflict do nothing
                        """)
                .bind("name", username)
                .bind("until", clock.instant().plus(RESERVED))
                .then());
    }

    /** Also true when somebody has the name. */
    public Mono<Boolean> taken(String username) {
        return Mono.defer(() -> db.sql("""
                        select exists (select from users where lower(username) = lower(:name))
                            or exists (select from reserved_usernames where name = lower(:name) and until > :now) as taken
                        """)
                .bind("name", username)
                .bind("now", clock.instant())
                .map(row -> Columns.required(row, "taken", Boolean.class))
                .one());
    }
}
