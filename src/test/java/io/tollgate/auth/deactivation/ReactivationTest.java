package io.tollgate.auth.deactivation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.Logins;
import io.tollgate.auth.Logins.Tokens;
import io.tollgate.auth.password.PasswordHashing;
import io.tollgate.auth.password.PasswordRepository;
import io.tollgate.platform.web.RequestFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Users who are let in again. */
@IntegrationTest
class ReactivationTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private PasswordHashing hashing;

    @Autowired
    private PasswordRepository passwords;

    @Autowired
    private Deactivation deactivation;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

    private Logins logins;
    private TestUser user;
    private Tokens tokens;

    @BeforeEach
    void signIn() {
        logins = new Logins(http, hashing, passwords);
        user = logins.withPassword(testUsers.signUp());
        tokens = logins.login(user);
    }

    @Test
    void givesNothingOldBackOnReactivation() {
        assertThat(deactivate(Map.of())).isEqualTo(202);
        TestUser admin = testUsers.admin();
        assertThat(deactivation
                        .reactivate(user.id(), admin.id(), "asked for it", RequestFacts.NONE)
                        .block())
                .isTrue();
        assertThat(deactivation
                        .reactivate(user.id(), admin.id(), "twice", RequestFacts.NONE)
                        .block())
                .isFalse();
        assertThat(logins.me(tokens)).isEqualTo(401);
        assertThat(Logins.status(logins.refresh(tokens))).isEqualTo(401);
        assertThat(logins.me(logins.login(user))).isEqualTo(200);
        assertThat(count("select count(*) from deactivations where user_id = :id"))
                .isZero();
    }

    @Test
    void endsABanInTime() {
        TestUser admin = testUsers.admin();
        DeactivationOrder ban = new DeactivationOrder(
                user.id(), admin.id(), "spam", clock.instant().plus(Duration.ofHours(1)));
        assertThat(deactivation.deactivate(ban, RequestFacts.NONE).block()).isEqualTo(DeactivationResult.DEACTIVATED);
        assertThat(Logins.status(logins.attempt(user.user().email()))).isEqualTo(403);
        clock.advance(Duration.ofMinutes(61));
        Awaiting.until(
                "the ban is over",
                () -> Logins.status(logins.attempt(user.user().email())) == 200);
        assertThat(logins.me(tokens)).isEqualTo(401);
    }

    /** The node that found the time over is ahead of the one that looks. */
    @Test
    void endsABanInTimeThoughItWasLookedAtTooEarly() {
        Instant end = clock.instant().plus(Duration.ofHours(1));
        UUID administrator = testUsers.admin().id();
        deactivation
                .deactivate(new DeactivationOrder(user.id(), administrator, "spam", end), RequestFacts.NONE)
                .block();
        clock.advance(Duration.ofMinutes(59));
        db.sql("delete from outbox where type = 'auth.end_of_ban' and key = :id")
                .bind("id", user.id().toString())
                .then()
                .block();
        deactivation.endBan(user.id()).block();
        assertThat(Logins.status(logins.attempt(user.user().email()))).isEqualTo(403);
        clock.advance(Duration.ofMinutes(2));
        Awaiting.until(
                "the ban is over",
                () -> Logins.status(logins.attempt(user.user().email())) == 200);
    }

    private int deactivate(Map<String, String> body) {
        var request = tokens.on(http).post().uri("/deactivate");
        return Logins.status(
                body.isEmpty()
                        ? request.exchange()
                        : request.contentType(MediaType.APPLICATION_JSON)
                                .bodyValue(body)
                                .exchange());
    }

    private long count(String sql) {
        return db.sql(sql).bind("id", user.id()).mapValue(Long.class).one().block();
    }
}
