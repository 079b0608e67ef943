package io.tollgate.auth.mfa;

import io.tollgate.platform.db.Columns;
import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code mfa_accounts}, and the locks between logins and changes of factors. */
@Repository
public class MfaAccounts {

    private final DatabaseClient db;
    private final MfaProperties properties;
    private final Clock clock;

    MfaAccounts(DatabaseClient db, MfaProperties properties, Clock clock) {
        this.db = db;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * The user, if active. Until commit nobody deactivates them, changes their password or their factors, since all who do so claim
     * the row first: a login either comes before such a change, whose end of all sessions it then meets, or sees what was changed.
     */
    public Mono<User> hold(UUID userId) {
        return db.sql("select * from users where id = :id and is_active for share")
                .bind("id", userId)
                .map(UserRepository::toUser)
                .one();
    }

    /** The user, active or not, for who is about to change the factors: no login goes on meanwhile. */
    public Mono<User> claim(UUID userId) {
        return db.sql("select * from users where id = :id for no key update")
                .bind("id", userId)
                .map(UserRepository::toUser)
                .one();
    }

    /** Makes all challenges that are under way worthless. */
    Mono<Void> factorsChanged(UUID userId) {
        return db.sql("""
                        insert into mfa_accounts (user_id, factors_version) values (:id, 1)
                        on conflict (user_id) do update set factors_version = mfa_accounts.factors_version + 1
                        """).bind("id", userId).then();
    }

    /**
     * Counts a failure, before anything is compared: however many come at once, no more are looked at than are allowed. The
     * number of failures in a row; empty while the account is locked.
     */
    Mono<Integer> countFailure(UUID userId) {
        return Mono.defer(() -> {
            Instant now = clock.instant();
            return db.sql("""
                            insert into mfa_accounts as a (user_id, failures) values (:id, 1)
                            on conflict (user_id) do update
                            set failures = case when a.locked_until is null then a.failures else 0 end + 1,
                                locked_until = case when a.locked_until is null and a.failures + 1 >= :max
                                                    then :lockedUntil::timestamptz end
                            where a.locked_until is null or a.locked_until <= :now
                            returning failures
                            """)
                    .bind("id", userId)
                    .bind("max", properties.maxFailures())
                    .bind("lockedUntil", now.plus(properties.lockFor()))
                    .bind("now", now)
                    .map(row -> Columns.required(row, "failures", Integer.class))
                    .one();
        });
    }

    /** One that was counted was not looked at. */
    Mono<Void> takeBackFailure(UUID userId) {
        return db.sql("""
                        update mfa_accounts set failures = greatest(failures - 1, 0), locked_until = null
                        where user_id = :id
                        """).bind("id", userId).then();
    }

    /** The last one was right after all. */
    Mono<Void> forgetFailures(UUID userId) {
        return db.sql("update mfa_accounts set failures = 0, locked_until = null where user_id = :id")
                .bind("id", userId)
                .then();
    }
}
