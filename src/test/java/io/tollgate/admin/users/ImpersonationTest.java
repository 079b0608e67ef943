package io.tollgate.admin.users;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
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
        String token = admin.impersonate(user.id());
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
            assertThat(AdminClient.status(AdminClient.send(http, token, HttpMethod.POST, path)))
                    .as(path)
                    .isEqualTo(403);
        }
        assertThat(AdminClient.status(AdminClient.send(http, token, HttpMethod.PATCH, "/me")))
                .isEqualTo(403);
        assertThat(AdminClient.status(AdminClient.send(http, token, HttpMethod.DELETE, "/me")))
                .isEqualTo(403);
        assertThat(AdminClient.me(http, admin.who().token()))
                .as("the administrator is still there")
                .isEqualTo(200);
        assertThat(AdminClient.me(http, user.token())).isEqualTo(200);
    }

    @Test
    void isNoWayToTheAdministration() {
        String token = admin.impersonate(user.id());
        assertThat(AdminClient.status(get(token, "/admin/users"))).isEqualTo(403);
        db.sql("update users set is_admin = true where id = :id")
                .bind("id", user.id())
                .then()
                .block();
        // Not even when the user becomes one: then there is nobody left to be.
        AdminClient.refused(get(token, "/admin/users"), 401, "session_ended");
        AdminClient.refused(get(token, "/me"), 401, "session_ended");
        AdminClient.refused(admin.post(users.admin().id(), "impersonate", REASON), 409, "not_impersonated");
        AdminClient.refused(admin.post(admin.who().id(), "impersonate", REASON), 409, "not_impersonated");
    }

    private ResponseSpec get(String token, String path) {
        return http.get()
                .uri(path)
                .headers(headers -> headers.setBearerAuth(token))
                .exchange();
    }
}
