package io.tollgate.admin.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

@IntegrationTest
class UserAdministrationTest {

    private static final Map<String, String> REASON = Map.of("reason", "Ticket 4711");

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    private AdminClient admin;

    @BeforeEach
    void signIn() {
        admin = new AdminClient(http, users.admin());
    }

    @Test
    void deactivatesAndLetsInAgain() {
        TestUser user = users.signUp();
        admin.post(user.id(), "deactivate", REASON).expectStatus().isNoContent();
        assertThat(AdminClient.me(http, user.token())).isEqualTo(401);
        JsonNode detail = admin.get("/users/" + user.id());
        assertThat(detail.get("is_active").asBoolean()).isFalse();
        assertThat(detail.get("deactivation").get("reason").asString()).isEqualTo("Ticket 4711");
        assertThat(detail.get("live_sessions").asInt()).isZero();
        admin.post(user.id(), "deactivate", REASON).expectStatus().isNoContent();

        admin.post(user.id(), "activate", REASON).expectStatus().isNoContent();
        assertThat(AdminClient.me(http, user.token()))
                .as("old tokens stay dead")
                .isEqualTo(401);
        assertThat(AdminClient.me(http, users.again(user).token())).isEqualTo(200);
        admin.post(user.id(), "activate", REASON).expectStatus().isNoContent();
        assertThat(AuditLines.of(db, user.id(), "user.deactivated", "user.reactivated"))
                .containsExactly(
                        "user.deactivated success",
                        "user.deactivated not_active",
                        "user.reactivated success",
                        "user.reactivated not_deactivated");
    }

    @Test
    void changesTheRoleAtOnce() {
        TestUser user = users.signUp();
        AdminClient promoted = new AdminClient(http, user);
        AdminClient.refused(promoted.ask("/users"), 403, "admin_required");
        JsonNode detail = AdminClient.body(admin.role(user.id(), "admin"), 200);
        assertThat(detail.get("is_admin").asBoolean()).isTrue();
        promoted.get("/users?limit=1");

        admin.role(user.id(), "user").expectStatus().isOk();
        assertThat(AdminClient.status(promoted.ask("/users"))).isEqualTo(401);
        AdminClient again = new AdminClient(http, users.again(user));
        AdminClient.refused(again.ask("/users"), 403, "admin_required");
        admin.role(user.id(), "user").expectStatus().isOk();
        assertThat(AuditLines.of(db, user.id(), "user.role_changed"))
                .containsExactly("user.role_changed success", "user.role_changed success");
        assertThat(details(user.id(), "user.role_changed"))
                .contains(
                        "{\"after\": \"admin\", \"before\": \"user\"}", "{\"after\": \"user\", \"before\": \"admin\"}");
    }

    @Test
    void locksNobodyOutOfTheirOwnAccount() {
        UUID own = admin.who().id();
        AdminClient.refused(admin.role(own, "user"), 409, "own_account");
        AdminClient.refused(admin.post(own, "deactivate", REASON), 409, "own_account");
        AdminClient.refused(admin.post(own, "reset-mfa", null), 409, "own_account");
        admin.get("/users?limit=1");
        assertThat(AuditLines.of(db, own, "user.role_changed")).containsExactly("user.role_changed own_account");
    }

    @Test
    void takesAnAddressForProven() {
        TestUser user = users.unverified();
        assertThat(AdminClient.body(admin.post(user.id(), "verify", null), 200)
                        .get("is_verified")
                        .asBoolean())
                .isTrue();
        admin.post(user.id(), "verify", null).expectStatus().isOk();
        assertThat(AuditLines.of(db, user.id(), "user.verified_by_admin")).hasSize(1);
    }

    @Test
    void listsAndEndsSessions() {
        TestUser first = users.signUp();
        TestUser second = users.again(first);
        TestUser third = users.again(first);
        TestUser stranger = users.signUp();
        JsonNode page = admin.get("/users/" + first.id() + "/sessions");
        assertThat(page.get("total").asInt()).isEqualTo(3);
        assertThat(page.get("data").get(0).has("ip")).isTrue();

        end(first.id(), stranger.session().id(), 404);
        assertThat(AdminClient.me(http, stranger.token())).isEqualTo(200);
        end(first.id(), second.session().id(), 204);
        assertThat(AdminClient.me(http, second.token())).isEqualTo(401);
        assertThat(AdminClient.me(http, first.token())).isEqualTo(200);
        end(first.id(), second.session().id(), 404);

        admin.send(HttpMethod.DELETE, "/users/" + first.id() + "/sessions", null)
                .expectStatus()
                .isNoContent();
        assertThat(AdminClient.me(http, first.token())).isEqualTo(401);
        assertThat(AdminClient.me(http, third.token())).isEqualTo(401);
        assertThat(AuditLines.of(db, first.id(), "user.sessions_ended")).containsExactly("user.sessions_ended success");
    }

    /** One that was not used for as long as a refresh token lives can do nothing any more. */
    @Test
    void countsTheSessionsThatAreListed() {
        TestUser user = users.signUp();
        TestUser idle = users.again(user);
        db.sql("update sessions set last_used_at = last_used_at - interval '31 days' where id = :id")
                .bind("id", idle.session().id())
                .then()
                .block();
        JsonNode page = admin.get("/users/" + user.id() + "/sessions");
        assertThat(page.get("total").asInt()).isEqualTo(1);
        assertThat(admin.get("/users/" + user.id()).get("live_sessions").asInt())
                .isEqualTo(1);
    }

    private void end(UUID user, UUID session, int status) {
        admin.send(HttpMethod.DELETE, "/users/" + user + "/sessions/" + session, null)
                .expectStatus()
                .isEqualTo(status);
    }

    private List<String> details(UUID user, String action) {
        return db.sql("select details::text as d from audit_log where subject_id = :id and action = :action")
                .bind("id", user.toString())
                .bind("action", action)
                .map(row -> row.get("d", String.class))
                .all()
                .collectList()
                .block();
    }
}
