package io.tollgate.auth.social;

import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.tollgate.auth.social.Flow.Linking;
import io.tollgate.auth.social.ProvenIdentity.Person;
import io.tollgate.platform.db.Columns;
import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** What sign-in elsewhere asks of and does to accounts. All of it wants a transaction round it. */
@Repository
class AccountRepository {

    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_URL = 2_000;

    private final DatabaseClient db;
    private final Clock clock;

    AccountRepository(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** @param email in any spelling */
    Mono<User> lockByEmail(String email) {
        return db.sql("select * from users where email = :email for update")
                .bind("email", User.normaliseEmail(email))
                .map(UserRepository::toUser)
                .one();
    }

    Mono<User> lock(UUID userId) {
        return db.sql("select * from users where id = :id for update")
                .bind("id", userId)
                .map(UserRepository::toUser)
                .one();
    }

    /** The user, if active and if the session that wants the link has not ended. */
    Mono<User> lockForLinking(Linking linking) {
        return db.sql("""
                        select u.* from users u join sessions s on s.user_id = u.id
                        where u.id = :userId and u.is_active and s.id = :sessionId and s.ended_at is null
                        for update of u
                        """)
                .bind("userId", linking.userId())
                .bind("sessionId", linking.sessionId())
                .map(UserRepository::toUser)
                .one();
    }

    /** True without a password and without any identity. */
    Mono<Boolean> hasNoWayIn(UUID userId) {
        return db.sql("""
                        select not exists (select from passwords where user_id = :userId)
                           and not exists (select from identities where user_id = :userId) as none
                        """)
                .bind("userId", userId)
                .map(row -> Columns.required(row, "none", Boolean.class))
                .one();
    }

    /** Fills what the user has not filled. */
    Mono<Void> fillProfile(UUID userId, Person person) {
        return Mono.defer(() -> db.sql("""
                        update profiles set first_name = coalesce(first_name, :firstName),
                            last_name = coalesce(last_name, :lastName),
                            picture_url = coalesce(picture_url, :pictureUrl), updated_at = :now
                        where user_id = :userId
                        """)
                .bind("userId", userId)
                .bind("firstName", Parameters.in(R2dbcType.VARCHAR, name(person.firstName())))
                .bind("lastName", Parameters.in(R2dbcType.VARCHAR, name(person.lastName())))
                .bind("pictureUrl", Parameters.in(R2dbcType.VARCHAR, picture(person.pictureUrl())))
                .bind("now", clock.instant())
                .then());
    }

    /** One line of text, or nothing. */
    private static @Nullable String name(@Nullable String given) {
        String line = given == null ? "" : given.replaceAll("\\p{Cntrl}", " ").strip();
        int end = Math.min(line.codePointCount(0, line.length()), LONGEST_NAME);
        return line.isEmpty() ? null : line.substring(0, line.offsetByCodePoints(0, end));
    }

    private static @Nullable String picture(@Nullable String url) {
        return url != null && url.length() <= LONGEST_URL && url.matches("https://[\\x21-\\x7e]+") ? url : null;
    }
}
