package io.tollgate.auth.erasure;

import io.tollgate.user.User;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** Takes the person out of {@code users} and deletes the rows that are theirs. */
@Repository
class ErasureRepository {

    /** Letters to addresses that are nobody's. */
    private static final Duration KEPT = Duration.ofDays(7);

    private final DatabaseClient db;
    private final Clock clock;

    ErasureRepository(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /**
     * Leaves a row of which only the id speaks. Neither address nor username can be registered or typed at a login: the one lacks
     * an at sign, the other has a colon. False when there is no such user or they are erased already.
     */
    Mono<Boolean> anonymise(UUID userId) {
        return Mono.defer(() -> db.sql("""
                        update users set
                            email = 'erased:' || id, email_display = 'erased:' || id, username = 'erased:' || id,
                            provider = 'local', is_admin = false, is_active = false, is_verified = false,
                            erased_at = :now, updated_at = :now
                        where id = :userId and erased_at is null
                        """)
                .bind("userId", userId)
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1));
    }

    /**
     * Mails and orders for mails that have failed for good: they are kept under their address, and nothing else is. Other work is
     * kept under ids and is still owed: a subscription to end, a refund to pay.
     */
    Mono<Void> deleteDeadLetters(User user) {
        return db.sql("delete from dead_letters where key in (:email, :display)")
                .bind("email", user.email())
                .bind("display", user.emailDisplay())
                .then();
    }

    /** Younger ones may be about an address that somebody is about to have. */
    Mono<Void> forgetDeadLetters() {
        return Mono.defer(
                () -> db.sql("""
                        delete from dead_letters d
                        where d.died_at < :before and d.key like '%@%'
                          and not exists (select from users u where u.email = lower(btrim(d.key)))
                        """).bind("before", clock.instant().minus(KEPT)).then());
    }

    Mono<Void> deleteOwned(UUID userId) {
        return db.sql("select 1 as done from erase_owned_rows(:userId)")
                .bind("userId", userId)
                .then();
    }
}
