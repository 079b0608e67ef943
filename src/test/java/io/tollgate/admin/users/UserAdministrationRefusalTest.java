package io.tollgate.admin.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.token.AccessTokens;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What administrators cannot do to users, and who is none. */
@IntegrationTest
class UserAdministrationRefusalTest {

    private static final Map<String, String> REASON = Map.of("reason", "Ticket 4711");

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

    @Autowired
    private AccessTokens tokens;

    private AdminClient admin;

    @BeforeEach
    void signIn() {
        admin = new AdminClient(http, users.admin());
    }

    @Test
    void doesNotKnowOtherUsersAndTakesNoNonsense() {
        UUID nobody = UUID.randomUUID();
        for (String what : List.of("verify", "reset-password", "reset-mfa")) {
            AdminClient.refused(admin.post(nobody, what, null), 404, "user_not_found");
        }
        for (String what : List.of("deactivate", "activate", "impersonate")) {
            AdminClient.refused(admin.post(nobody, what, REASON), 404, "user_not_found");
            AdminClient.refused(admin.post(nobody, what, Map.of()), 422, "validation_failed");
            AdminClient.refused(admin.post(nobody, what, Map.of("reason", " ")), 422, "validation_failed");
            AdminClient.refused(admin.post(nobody, what, "{\"reason\": \"a\\ud800\"}"), 422, "validation_failed");
        }
        AdminClient.refused(admin.role(nobody, "admin"), 404, "user_not_found");
        AdminClient.refused(admin.role(nobody, "owner"), 422, "validation_failed");
        for (String until : List.of("2020-01-01T00:00:00Z", "+10000-01-01T00:00:00Z", "+1000000000-12-31T23:59:59Z")) {
            AdminClient.refused(
                    admin.post(nobody, "deactivate", Map.of("reason", "x", "until", until)), 422, "validation_failed");
        }
        AdminClient.refused(admin.ask("/users/" + nobody + "/sessions"), 404, "user_not_found");
        AdminClient.refused(
                admin.send(HttpMethod.DELETE, "/users/" + nobody + "/sessions", null), 404, "user_not_found");
    }

    @Test
    void endsNoSessionThatIsNotTheUsers() {
        TestUser user = users.signUp();
        TestUser other = users.signUp();
        for (UUID session : List.of(UUID.randomUUID(), other.session().id())) {
            AdminClient.refused(
                    admin.send(HttpMethod.DELETE, "/users/" + user.id() + "/sessions/" + session, null),
                    404,
                    "session_not_found");
        }
        assertThat(AdminClient.me(http, other.token())).isEqualTo(200);
        assertThat(AdminClient.me(http, user.token())).isEqualTo(200);
    }

    @Test
    void isForAdministratorsWithARecentLogin() {
        TestUser user = users.signUp();
        assertEachRefused(new AdminClient(http, users.signUp()), user.id(), "admin_required");
        TestUser who = admin.who();
        clock.advance(Duration.ofMinutes(16));
        String late = tokens.issue(who.user(), who.session()).block();
        AdminClient old = new AdminClient(http, new TestUser(who.user(), who.session(), late));
        old.get("/users?limit=1");
        assertEachRefused(old, user.id(), "reauthentication_required");
        assertThat(AuditLines.of(db, user.id(), "user.deactivated", "user.role_changed"))
                .isEmpty();
    }

    private static void assertEachRefused(AdminClient client, UUID user, String code) {
        for (String what : List.of("deactivate", "activate", "verify", "reset-password", "reset-mfa", "impersonate")) {
            AdminClient.refused(client.post(user, what, REASON), 403, code);
        }
        AdminClient.refused(client.role(user, "admin"), 403, code);
        AdminClient.refused(client.send(HttpMethod.DELETE, "/users/" + user + "/sessions", null), 403, code);
        AdminClient.refused(
                client.send(HttpMethod.DELETE, "/users/" + user + "/sessions/" + UUID.randomUUID(), null), 403, code);
    }
}
