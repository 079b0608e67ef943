package io.tollgate.user;

import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The rows of {@code users} and {@code profiles}. */
@Repository
public class UserRepository {

    private static final String COLUMNS =
            "id, email, email_display, username, provider, is_admin, is_active, is_verified, created_at";

    private final DatabaseClient db;
    private final Clock clock;

    UserRepository(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Inserts the user and an empty profile. Empty when e-mail or username is taken. Wants a transaction round it. */
    public Mono<User> insert(User user) {
        return db.sql("""
                        with inserted as (
                            insert into users (id, email, email_display, username, provider, is_admin, is_active,
                                               is_verified, created_at, updated_at)
                            values (:id, :email, :emailDisplay, :username, :provider, :admin, :active, :verified,
                                    :createdAt, :createdAt)
                            on conflict do nothing
                            returning id, created_at)
                        insert into profiles (user_id, created_at, updated_at)
                        select id, created_at, created_at from inserted
                        """)
                .bind("id", user.id())
                .bind("email", user.email())
                .bind("emailDisplay", user.emailDisplay())
                .bind("username", user.username())
                .bind("provider", user.provider().value())
                .bind("admin", user.admin())
                .bind("active", user.active())
                .bind("verified", user.verified())
                .bind("createdAt", user.createdAt())
                .fetch()
                .rowsUpdated()
                .filter(rows -> rows == 1)
                .map(_ -> user);
    }

    public Mono<User> findById(UUID id) {
        return db.sql("select " + COLUMNS + " from users where id = :id")
                .bind("id", id)
                .map(UserRepository::toUser)
                .one();
    }

    /** Those of them that there are, in any order; at most 200. */
    public Flux<User> findAll(Collection<UUID> ids) {
        return db.sql("select " + COLUMNS + " from users where id = any(:ids)")
                .bind("ids", ids.toArray(UUID[]::new))
                .map(UserRepository::toUser)
                .all();
    }

    /** The account and its profile in one query: the most frequent authenticated read. */
    Mono<MeView> findMe(UUID id) {
        return db.sql("select " + COLUMNS + """
                        , first_name, last_name, picture_url
                        from users left join lateral (
                            select first_name, last_name, picture_url from profiles where user_id = users.id) p on true
                        where id = :id
                        """)
                .bind("id", id)
                .map(row -> MeView.of(toUser(row), toProfile(row)))
                .one();
    }

    /** @param email in any spelling */
    public Mono<User> findByEmail(String email) {
        return db.sql("select " + COLUMNS + " from users where email = :email")
                .bind("email", User.normaliseEmail(email))
                .map(UserRepository::toUser)
                .one();
    }

    public Mono<User> findByUsername(String username) {
        return db.sql("select " + COLUMNS + " from users where lower(username) = lower(:username)")
                .bind("username", username)
                .map(UserRepository::toUser)
                .one();
    }

    public Mono<Boolean> existsAdmin() {
        return db.sql("select exists (select from users where is_admin) as found")
                .map(row -> Columns.required(row, "found", Boolean.class))
                .one();
    }

    /** Whom the system itself writes to; twenty at most. */
    public Flux<User> activeAdmins() {
        return db.sql(
                        "select " + COLUMNS
                                + " from users where is_admin and is_active and is_verified order by created_at desc, id limit 20")
                .map(UserRepository::toUser)
                .all();
    }

    /** True when the address was not proven before; false when it was, or is no longer this user's address. */
    public Mono<Boolean> markVerified(UUID id, String email) {
        return db.sql("""
                        update users set is_verified = true, updated_at = :now
                        where id = :id and email = :email and not is_verified
                        """)
                .bind("id", id)
                .bind("email", email)
                .bind("now", now())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    private Instant now() {
        return clock.instant();
    }

    /** For queries of other packages that select these columns among their own. */
    public static User toUser(Readable row) {
        return new User(
                Columns.required(row, "id", UUID.class),
                Columns.required(row, "email", String.class),
                Columns.required(row, "email_display", String.class),
                Columns.required(row, "username", String.class),
                User.Provider.valueOf(
                        Columns.required(row, "provider", String.class).toUpperCase(Locale.ROOT)),
                Columns.required(row, "is_admin", Boolean.class),
                Columns.required(row, "is_active", Boolean.class),
                Columns.required(row, "is_verified", Boolean.class),
                Columns.time(row, "created_at"));
    }

    private static MeView.Profile toProfile(Readable row) {
        return new MeView.Profile(
                row.get("first_name", String.class),
                row.get("last_name", String.class),
                row.get("picture_url", String.class));
    }
}
