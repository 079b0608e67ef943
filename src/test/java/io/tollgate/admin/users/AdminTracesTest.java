package io.tollgate.admin.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.AuthRows;
import io.tollgate.auth.erasure.Erasure;
import io.tollgate.platform.web.RequestFacts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What an administrator leaves behind: mails to the user, and lines in the audit log. */
@IntegrationTest
class AdminTracesTest {

    private static final Map<String, String> REASON = Map.of("reason", "Ticket 4711");

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private Erasure erasure;

    private AdminClient admin;
    private TestUser user;

    @BeforeEach
    void signIn() {
        admin = new AdminClient(http, users.admin());
        user = users.signUp();
    }

    /** Whoever gets into an administrator's session cannot work unseen. */
    @Test
    void tellsTheUserAndLeavesATraceOfEveryLook() {
        admin.role(user.id(), "admin").expectStatus().isOk();
        admin.role(user.id(), "user").expectStatus().isOk();
        admin.send(HttpMethod.DELETE, "/users/" + user.id() + "/sessions", null)
                .expectStatus()
                .isNoContent();
        admin.post(user.id(), "deactivate", REASON).expectStatus().isNoContent();
        admin.get("/users/" + user.id());
        admin.get("/users/" + user.id() + "/sessions");
        assertThat(Mailbox.of(user.user().email()).await(4))
                .extracting(Mailbox.Received::subject)
                .containsExactlyInAnyOrder(
                        "You are an administrator now",
                        "You are no longer an administrator",
                        "You were signed out",
                        "Your account was deactivated");
        AuthRows rows = new AuthRows(db);
        assertThat(rows.audited(user.id(), "user.viewed", "success")).isEqualTo(1);
        assertThat(rows.audited(user.id(), "user.sessions_viewed", "success")).isEqualTo(1);
    }

    /** In words that name neither administrator nor reason; and nothing of what was so before. */
    @Test
    void tellsTheUserOnceAndInPlainWords() {
        TestUser unproven = users.unverified();
        for (int i = 0; i < 2; i++) {
            admin.post(unproven.id(), "verify", null).expectStatus().isOk();
            admin.post(user.id(), "deactivate", REASON).expectStatus().isNoContent();
        }
        AuthRows rows = new AuthRows(db);
        assertThat(rows.mailsTo(unproven.user().email())).containsExactly("Your address was confirmed");
        assertThat(rows.mailsTo(user.user().email())).containsExactly("Your account was deactivated");
        assertThat(Mailbox.of(unproven.user().email()).awaitOne().text())
                .contains("an administrator has confirmed your address for you on ");
        assertThat(Mailbox.of(user.user().email()).awaitOne().text())
                .contains("your account was deactivated by an administrator on ")
                .doesNotContain("Ticket 4711", admin.who().user().username());
    }

    @Test
    void namesEveryRequestInAUsersPlace() {
        String token = AdminClient.body(admin.post(user.id(), "impersonate", REASON), 200)
                .get("token")
                .asString();
        assertThat(AdminClient.me(http, token)).isEqualTo(200);
        assertThat(AdminClient.status(http.delete()
                        .uri("/me")
                        .headers(headers -> headers.setBearerAuth(token))
                        .exchange()))
                .isEqualTo(403);
        assertThat(requests("success")).containsExactly("GET /me");
        assertThat(requests("not_allowed")).containsExactly("DELETE /me");
    }

    @Test
    void letsNobodyActForWhoHasNoAccessThemselves() {
        TestUser banned = users.deactivated();
        AdminClient.refused(admin.post(banned.id(), "impersonate", REASON), 409, "not_impersonated");
        TestUser erased = users.signUp();
        erasure.erase(erased.id(), erased.id(), RequestFacts.NONE).block();
        AdminClient.refused(admin.post(erased.id(), "impersonate", REASON), 409, "not_impersonated");
    }

    /** What the administrator asked for in the user's place. */
    private List<String> requests(String outcome) {
        return db.sql("""
                        select details ->> 'method' || ' ' || (details ->> 'path') as line from audit_log
                        where action = 'user.impersonated_request' and outcome = :outcome
                          and actor_id = :admin and subject_id = :user
                        """)
                .bind("outcome", outcome)
                .bind("admin", admin.who().id())
                .bind("user", user.id().toString())
                .map(row -> row.get("line", String.class))
                .all()
                .collectList()
                .block();
    }
}
