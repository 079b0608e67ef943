package io.tollgate.auth.deactivation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.Logins;
import io.tollgate.auth.Logins.Tokens;
import io.tollgate.auth.password.PasswordHashing;
import io.tollgate.auth.password.PasswordRepository;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What is wanted of whoever deactivates themselves. */
@IntegrationTest
class DeactivationGuardTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private PasswordHashing hashing;

    @Autowired
    private PasswordRepository passwords;

    @Autowired
    private DatabaseClient db;

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
    void wantsThePasswordOrARecentLogin() {
        TestUser stale = testUsers.againFromLongAgo(user);
        tokens = new Tokens(stale.token(), tokens.refresh());
        stale.authorized(http)
                .post()
                .uri("/deactivate")
                .exchange()
                .expectStatus()
                .isForbidden()
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("reauthentication_required");
        assertThat(deactivate(Map.of("password", "not the right one"))).isEqualTo(403);
        assertThat(audited("user.deactivated", "wrong_password")).isEqualTo(1);
        assertThat(logins.me(tokens)).isEqualTo(200);
        assertThat(deactivate(Map.of("password", Logins.PASSWORD))).isEqualTo(202);
        assertThat(logins.me(tokens)).isEqualTo(401);
    }

    @Test
    void refusesOddBodies() {
        assertThat(deactivate(Map.of("password", ""))).isEqualTo(422);
        assertThat(deactivate(Map.of("password", "x".repeat(300)))).isEqualTo(422);
        assertThat(deactivate(Map.of("user_id", user.id().toString()))).isEqualTo(422);
        assertThat(logins.me(tokens)).isEqualTo(200);
        assertThat(Logins.status(http.post().uri("/deactivate").exchange())).isEqualTo(401);
        assertThat(Logins.status(testUsers
                        .unverified()
                        .authorized(http)
                        .post()
                        .uri("/deactivate")
                        .exchange()))
                .isEqualTo(403);
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

    private long audited(String action, String outcome) {
        return db.sql(
                        "select count(*) from audit_log where subject_id = :id and action = :action and outcome = :outcome")
                .bind("id", user.id().toString())
                .bind("action", action)
                .bind("outcome", outcome)
                .mapValue(Long.class)
                .one()
                .block();
    }

    private long count(String sql) {
        return db.sql(sql).bind("id", user.id()).mapValue(Long.class).one().block();
    }
}
