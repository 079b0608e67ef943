package io.tollgate.admin.users;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.SecondNode;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@IntegrationTest
class ImpersonationEndTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

    private AdminClient admin;
    private TestUser user;

    @BeforeEach
    void signIn() {
        admin = new AdminClient(http, users.admin());
        user = users.signUp();
    }

    @Test
    void endsWithTheAdministratorsSession() {
        String token = admin.impersonate(user.id());
        assertThat(AdminClient.me(http, token)).isEqualTo(200);
        SecondNode node = SecondNode.shared();
        assertThat(AdminClient.me(node.http(), token)).isEqualTo(200);
        admin.who()
                .authorized(http)
                .post()
                .uri("/logout")
                .exchange()
                .expectStatus()
                .isNoContent();
        assertThat(AdminClient.me(http, token)).isEqualTo(401);
        Awaiting.until("the end at the other node", () -> AdminClient.me(node.http(), token) == 401);
        assertThat(AdminClient.me(http, user.token()))
                .as("the user's own session goes on")
                .isEqualTo(200);
    }

    @Test
    void endsWhenTheAdministratorSaysSo() {
        String token = admin.impersonate(user.id());
        String another = admin.impersonate(user.id());
        for (int i = 0; i < 2; i++) {
            assertThat(AdminClient.status(AdminClient.send(http, token, HttpMethod.POST, "/logout")))
                    .isEqualTo(204);
        }
        assertThat(AdminClient.me(http, token)).isEqualTo(401);
        Awaiting.until(
                "the end at the other node",
                () -> AdminClient.me(SecondNode.shared().http(), token) == 401);
        assertThat(AdminClient.me(http, another)).as("another of the same kind").isEqualTo(200);
        assertThat(AdminClient.me(http, admin.who().token()))
                .as("the administrator is still there")
                .isEqualTo(200);
        assertThat(db.sql("select until from revocations where session_id = :id")
                        .bind("id", UUID.fromString(claims(token).getJWTID()))
                        .mapValue(Instant.class)
                        .one()
                        .block())
                .as("for nodes whose clocks are behind")
                .isAfter(claims(token).getExpirationTime().toInstant().plus(Duration.ofMinutes(5)));
        assertThat(AdminClient.me(http, user.token())).isEqualTo(200);
        assertThat(db.sql(
                                "select actor_id from audit_log where action = 'user.impersonation_ended' and subject_id = :id")
                        .bind("id", user.id().toString())
                        .mapValue(UUID.class)
                        .all()
                        .collectList()
                        .block())
                .containsExactly(admin.who().id());
    }

    /** Also when it was begun with the last minute of an access token, and the session was not refreshed since. */
    @Test
    void endsWhenTheAdministratorIsDemoted() {
        clock.advance(Duration.ofMinutes(14));
        String token = admin.impersonate(user.id());
        clock.advance(Duration.ofMinutes(10));
        assertThat(AdminClient.me(http, token)).isEqualTo(200);
        AdminClient boss = new AdminClient(http, users.admin());
        boss.role(admin.who().id(), "user").expectStatus().isOk();
        assertThat(AdminClient.me(http, token)).isEqualTo(401);
    }

    /** What nobody sees any more, nobody sees in their place. */
    @Test
    void endsWhenTheUserIsDeactivated() {
        String token = admin.impersonate(user.id());
        assertThat(AdminClient.me(http, token)).isEqualTo(200);
        admin.post(user.id(), "deactivate", Map.of("reason", "left"))
                .expectStatus()
                .isNoContent();
        assertEnded(token);
    }

    @Test
    void endsWhenTheUserIsErased() {
        String token = admin.impersonate(user.id());
        db.sql("update users set email = 'erased:' || id, is_active = false where id = :id")
                .bind("id", user.id())
                .then()
                .block();
        assertEnded(token);
    }

    /** Administrators are not seen through. */
    @Test
    void endsWhenTheUserBecomesAnAdministrator() {
        String token = admin.impersonate(user.id());
        admin.role(user.id(), "admin").expectStatus().isOk();
        assertEnded(token);
    }

    private void assertEnded(String token) {
        AdminClient.refused(AdminClient.send(http, token, HttpMethod.GET, "/me"), 401, "session_ended");
        AdminClient.refused(
                AdminClient.send(SecondNode.shared().http(), token, HttpMethod.GET, "/sessions"), 401, "session_ended");
    }

    @Test
    void endsByItself() {
        String token = admin.impersonate(user.id());
        clock.advance(Duration.ofMinutes(16));
        assertThat(AdminClient.me(http, token)).isEqualTo(401);
    }

    private static JWTClaimsSet claims(String token) {
        try {
            return SignedJWT.parse(token).getJWTClaimsSet();
        } catch (ParseException e) {
            throw new AssertionError(token, e);
        }
    }
}
