package io.tollgate.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.Logins;
import io.tollgate.auth.Logins.Tokens;
import io.tollgate.auth.password.PasswordHashing;
import io.tollgate.auth.password.PasswordRepository;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

@IntegrationTest
class ExportTest {

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

    private TestUser user;

    @BeforeEach
    void signUp() {
        user = testUsers.signUp();
    }

    @Test
    void tellsEverythingButSecrets() {
        Logins logins = new Logins(http, hashing, passwords);
        Tokens tokens = logins.login(logins.withPassword(user));
        JsonNode export = export(tokens.on(http));
        assertThat(export.propertyNames())
                .contains(
                        "exported_at",
                        "account",
                        "sessions",
                        "passwords",
                        "email_changes",
                        "subscriptions",
                        "stripe_customers",
                        "payments",
                        "feature_usage",
                        "audit_log");
        assertThat(export.at("/account/0/email").asString())
                .isEqualTo(user.user().email());
        assertThat(export.get("sessions")).hasSize(2);
        assertThat(export.get("passwords")).hasSize(1);
        assertThat(export.get("audit_log")
                        .valueStream()
                        .map(line -> line.get("action").asString()))
                .contains("login", "user.exported");
        assertThat(export.toString()).doesNotContain("argon2", tokens.access(), tokens.refresh(), "hash");
    }

    @Test
    void tellsNothingOfOthers() {
        TestUser other = testUsers.signUp();
        audit("user.deactivated", other, user);
        audit("login", other, other);
        JsonNode export = export(user.authorized(http));
        assertThat(export.toString())
                .doesNotContain(other.id().toString(), other.user().email(), "203.0.113.9");
        JsonNode line = StreamSupport.stream(export.get("audit_log").spliterator(), false)
                .filter(each -> each.get("action").asString().equals("user.deactivated"))
                .findFirst()
                .orElseThrow();
        assertThat(line.get("own").asBoolean()).isFalse();
        assertThat(line.get("ip").isNull()).isTrue();
    }

    /** More than one query's worth. */
    @Test
    void isComplete() {
        db.sql("""
                        insert into audit_log (id, at, action, outcome, actor_id, subject_type, subject_id, ip,
                                               request_id, details)
                        select gen_random_uuid(), now(), 'test.' || n, 'success', :id,
                               case when n % 2 = 0 then 'user' end, case when n % 2 = 0 then :id::text end, '-', '-', '{}'
                        from generate_series(1, 1050) n
                        """).bind("id", user.id()).then().block();
        List<String> actions = StreamSupport.stream(
                        export(user.authorized(http)).get("audit_log").spliterator(), false)
                .map(line -> line.get("action").asString())
                .filter(action -> action.startsWith("test."))
                .toList();
        assertThat(actions).hasSize(1050).doesNotHaveDuplicates();
    }

    @Test
    void comesAsAFileThatNobodyKeeps() {
        user.authorized(http)
                .get()
                .uri("/me/export")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals(HttpHeaders.CACHE_CONTROL, "no-store")
                .expectHeader()
                .valueEquals(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"my-data.json\"");
        assertThat(Logins.status(http.get().uri("/me/export").exchange())).isEqualTo(401);
    }

    private static JsonNode export(WebTestClient client) {
        return client.get()
                .uri("/me/export")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    private void audit(String action, TestUser actor, TestUser subject) {
        db.sql("""
                        insert into audit_log (id, at, action, outcome, actor_id, subject_type, subject_id, ip, user_agent,
                                               request_id, details)
                        values (gen_random_uuid(), now(), :action, 'success', :actor, 'user', :subject, '203.0.113.9',
                                'theirs', '-', '{}')
                        """)
                .bind("action", action)
                .bind("actor", actor.id())
                .bind("subject", subject.id().toString())
                .then()
                .block();
    }
}
