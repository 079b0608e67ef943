package io.tollgate;

import io.tollgate.auth.session.Session;
import io.tollgate.auth.token.AccessTokens;
import io.tollgate.platform.time.Ids;
import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Mono;

/**
 * Makes users who are signed in, through the application's own repositories but without its password hashing: a few
 * milliseconds each.
 */
public final class TestUsers {

    private static final List<String> WITH_SECOND_FACTOR = List.of("pwd", "otp", "mfa");

    private final UserRepository users;
    private final DatabaseClient db;
    private final AccessTokens tokens;
    private final Ids ids;
    private final Clock clock;

    TestUsers(UserRepository users, DatabaseClient db, AccessTokens tokens, Ids ids, Clock clock) {
        this.users = users;
        this.db = db;
        this.tokens = tokens;
        this.ids = ids;
        this.clock = clock;
    }

    /** A user with a session of their own and a token for it. */
    public record TestUser(User user, Session session, String token) {

        public UUID id() {
            return user.id();
        }

        /** A client that sends the token with every request. */
        public WebTestClient authorized(WebTestClient http) {
            return http.mutate()
                    .defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token)
                    .build();
        }
    }

    /** Active and verified. */
    public TestUser signUp() {
        return signUp(false, true, true);
    }

    public TestUser admin() {
        return signUp(true, true, true);
    }

    public TestUser unverified() {
        return signUp(false, true, false);
    }

    public TestUser deactivated() {
        return signUp(false, false, true);
    }

    /** A further session of the same user, with a new token. */
    public TestUser again(TestUser known) {
        return signedIn(known.user()).block();
    }

    /** A further session of the same user, whose login is no longer recent. */
    public TestUser againFromLongAgo(TestUser known) {
        return signedIn(known.user(), Duration.ofHours(1)).block();
    }

    /** A further session of the same user, in which a second factor was shown as well. */
    public TestUser againWithSecondFactor(TestUser known) {
        return signedIn(known.user(), Duration.ZERO, WITH_SECOND_FACTOR).block();
    }

    /** Signed in with a second factor: may do what is sensitive when there is one. */
    public TestUser signUpWithSecondFactor() {
        return insert(false, true, true)
                .flatMap(user -> signedIn(user, Duration.ZERO, WITH_SECOND_FACTOR))
                .block();
    }

    private TestUser signUp(boolean admin, boolean active, boolean verified) {
        return insert(admin, active, verified).flatMap(this::signedIn).block();
    }

    private Mono<User> insert(boolean admin, boolean active, boolean verified) {
        UUID id = ids.next();
        String name = "u" + id.toString().replace("-", "");
        String email = name + "@example.test";
        // PostgreSQL keeps microseconds: what is read back shall equal what was written.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return users.insert(new User(id, email, email, name, User.Provider.LOCAL, admin, active, verified, now));
    }

    private Mono<TestUser> signedIn(User user) {
        return signedIn(user, Duration.ZERO);
    }

    private Mono<TestUser> signedIn(User user, Duration ago) {
        return signedIn(user, ago, List.of("pwd"));
    }

    private Mono<TestUser> signedIn(User user, Duration ago, List<String> methods) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Session session =
                new Session(ids.next(), user.id(), now.minus(ago), methods, now, now.plus(Duration.ofDays(90)));
        return insert(session).then(tokens.issue(user, session)).map(token -> new TestUser(user, session, token));
    }

    /** Without a refresh token: those that want one count them. */
    private Mono<Void> insert(Session session) {
        return db.sql("""
                        insert into sessions (id, user_id, authenticated_at, methods, ip, created_at, last_used_at, expires_at)
                        values (:id, :userId, :authenticatedAt, :methods, '-', :createdAt, :createdAt, :expiresAt)
                        """)
                .bind("id", session.id())
                .bind("userId", session.userId())
                .bind("authenticatedAt", session.authenticatedAt())
                .bind("methods", session.methods().toArray(String[]::new))
                .bind("createdAt", session.createdAt())
                .bind("expiresAt", session.expiresAt())
                .then();
    }
}
