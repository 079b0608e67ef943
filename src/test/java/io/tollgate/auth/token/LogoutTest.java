package io.tollgate.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.token.TokenClient.Tokens;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@IntegrationTest
class LogoutTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private Grants grants;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

    private TokenClient client;
    private TestUser user;
    private Tokens tokens;

    @BeforeEach
    void signIn() {
        client = new TokenClient(http, grants);
        user = testUsers.signUp();
        tokens = client.signIn(user);
    }

    @Test
    void endsTheSessionOfTheAccessTokenAndMayBeRepeated() {
        assertThat(logout("/logout", tokens.access())).isEqualTo(204);
        http.get()
                .uri("/me")
                .headers(headers -> headers.setBearerAuth(tokens.access()))
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("session_ended");
        assertThat(client.refresh(tokens.refresh()).code()).isEqualTo("session_ended");
        assertThat(logout("/logout", tokens.access())).isEqualTo(204);
        assertThat(audited("logout")).isEqualTo(1);
    }

    @Test
    void leavesTheUsersOtherSessionsAlone() {
        Tokens elsewhere = client.signIn(user);
        assertThat(logout("/logout", tokens.access())).isEqualTo(204);
        assertThat(client.me(elsewhere.access())).isEqualTo(200);
    }

    @Test
    void worksWithTheRefreshTokenWhenTheAccessTokenHasExpired() {
        clock.advance(Duration.ofMinutes(16));
        int status = http.post()
                .uri("/logout")
                .headers(headers -> headers.setBearerAuth(tokens.access()))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("refresh_token", tokens.refresh()))
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
        assertThat(status).isEqualTo(204);
        assertThat(client.refresh(tokens.refresh()).code()).isEqualTo("session_ended");
    }

    @Test
    void worksWithARefreshTokenThatHasBeenUsed() {
        Tokens second = client.refresh(tokens.refresh()).tokens();
        assertThat(client.logout(tokens.refresh())).isEqualTo(204);
        assertThat(client.me(second.access())).isEqualTo(401);
    }

    @Test
    void doesNotMindARefreshTokenThatIsNone() {
        assertThat(client.logout("made up")).isEqualTo(204);
    }

    @Test
    void wantsAnyTokenAtAll() {
        http.post().uri("/logout").exchange().expectStatus().isUnauthorized();
        http.post().uri("/logout/all").exchange().expectStatus().isUnauthorized();
        clock.advance(Duration.ofMinutes(16));
        assertThat(logout("/logout", tokens.access())).isEqualTo(401);
    }

    @Test
    void endsAllSessionsOfTheUserAndNobodyElses() {
        Tokens elsewhere = client.signIn(user);
        Tokens somebodyElses = client.signIn(testUsers.signUp());
        assertThat(logout("/logout/all", tokens.access())).isEqualTo(204);
        assertThat(client.me(tokens.access())).isEqualTo(401);
        assertThat(client.me(elsewhere.access())).isEqualTo(401);
        assertThat(client.me(user.token())).isEqualTo(401);
        assertThat(client.refresh(elsewhere.refresh()).code()).isEqualTo("session_ended");
        assertThat(client.me(somebodyElses.access())).isEqualTo(200);
        assertThat(client.me(client.signIn(user).access())).isEqualTo(200);
    }

    private int logout(String path, String accessToken) {
        return http.post()
                .uri(path)
                .headers(headers -> headers.setBearerAuth(accessToken))
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }

    private long audited(String action) {
        return db.sql("select count(*) from audit_log where actor_id = :id and action = :action")
                .bind("id", user.id())
                .bind("action", action)
                .mapValue(Long.class)
                .one()
                .block();
    }
}
