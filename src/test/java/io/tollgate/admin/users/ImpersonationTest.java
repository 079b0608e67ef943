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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

@IntegrationTest
class ImpersonationTest {

    private static final Map<String, String> REASON = Map.of("reason", "Ticket 4711");

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
    void seesWhatTheUserSees() throws Exception {
        ResponseSpec answer = admin.post(user.id(), "impersonate", REASON);
        answer.expectHeader().valueMatches("Cache-Control", ".*no-store.*");
        JsonNode body = AdminClient.body(answer, 200);
        assertThat(body.propertyNames()).containsExactlyInAnyOrder("token", "type", "expires_in", "user");
        String token = body.get("token").asString();
        JWTClaimsSet claims = SignedJWT.parse(token).getJWTClaimsSet();
        assertThat(claims.getSubject()).isEqualTo(user.id().toString());
        assertThat(claims.getJSONObjectClaim("act"))
                .isEqualTo(Map.of("sub", admin.who().id().toString()));
        assertThat(claims.getStringListClaim("roles")).containsExactly("user");
        assertThat(Duration.between(
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()))
                .isLessThanOrEqualTo(Duration.ofMinutes(15));
        http.get()
                .uri("/me")
                .headers(headers -> headers.setBearerAuth(token))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.id")
                .isEqualTo(user.id().toString());
        List<String> audit = db.sql("""
                        select actor_id || ' ' || details::text as line from audit_log
                        where action = 'user.impersonated' and subject_id = :id
                        """)
                .bind("id", user.id().toString())
                .map(row -> row.get("line", String.class))
                .all()
                .collectList()
                .block();
        assertThat(audit)
                .singleElement()
                .asString()
                .startsWith(admin.who().id() + " {")
                .contains("Ticket 4711", "until");
    }

    @Test
    void changesNothing() {
        String token = token();
        for (String path : List.of(
                "/change-password",
                "/deactivate",
                "/me/email",
                "/mfa/totp",
                "/mfa/recovery-codes",
                "/logout/all",
                "/request/verify",
                "/billing/subscriptions/subscribe",
                "/billing/portal")) {
            assertThat(AdminClient.status(send(token, HttpMethod.POST, path)))
                    .as(path)
                    .isEqualTo(403);
        }
        assertThat(AdminClient.status(send(token, HttpMethod.PATCH, "/me"))).isEqualTo(403);
        assertThat(AdminClient.status(send(token, HttpMethod.DELETE, "/me"))).isEqualTo(403);
        assertThat(AdminClient.status(send(token, HttpMethod.POST, "/logout"))).isEqualTo(403);
        assertThat(AdminClient.me(http, admin.who().token()))
                .as("the administrator is still there")
                .isEqualTo(200);
        assertThat(AdminClient.me(http, user.token())).isEqualTo(200);
    }

    @Test
    void isNoWayToTheAdministration() {
        String token = token();
        assertThat(AdminClient.status(get(token, "/admin/users"))).isEqualTo(403);
        db.sql("update users set is_admin = true where id = :id")
                .bind("id", user.id())
                .then()
                .block();
        assertThat(AdminClient.status(get(token, "/admin/users")))
                .as("not even when the user becomes one")
                .isEqualTo(403);
        AdminClient.refused(admin.post(users.admin().id(), "impersonate", REASON), 409, "not_impersonated");
        AdminClient.refused(admin.post(admin.who().id(), "impersonate", REASON), 409, "not_impersonated");
    }

    @Test
    void endsWithTheAdministratorsSession() {
        String token = token();
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

    /** Also when it was begun with the last minute of an access token, and the session was not refreshed since. */
    @Test
    void endsWhenTheAdministratorIsDemoted() {
        clock.advance(Duration.ofMinutes(14));
        String token = token();
        clock.advance(Duration.ofMinutes(10));
        assertThat(AdminClient.me(http, token)).isEqualTo(200);
        AdminClient boss = new AdminClient(http, users.admin());
        boss.role(admin.who().id(), "user").expectStatus().isOk();
        assertThat(AdminClient.me(http, token)).isEqualTo(401);
    }

    @Test
    void endsByItself() {
        String token = token();
        clock.advance(Duration.ofMinutes(16));
        assertThat(AdminClient.me(http, token)).isEqualTo(401);
    }

    private String token() {
        return AdminClient.body(admin.post(user.id(), "impersonate", REASON), 200)
                .get("token")
                .asString();
    }

    private ResponseSpec get(String token, String path) {
        return http.get()
                .uri(path)
                .headers(headers -> headers.setBearerAuth(token))
                .exchange();
    }

    private ResponseSpec send(String token, HttpMethod method, String path) {
        return http.method(method)
                .uri(path)
                .headers(headers -> headers.setBearerAuth(token))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of())
                .exchange();
    }
}
