package io.tollgate.billing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** From which session an administrator does something about money. */
@IntegrationTest
class AdminSessionsTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    private TestUser admin;

    @BeforeEach
    void signIn() {
        admin = users.admin();
    }

    /** One of many administrators' sessions may be a thief's. */
    @Test
    void namesTheSessionInTheAuditLog() {
        TestUser customer = users.signUp();
        TestUser elsewhere = users.again(admin);
        elsewhere
                .authorized(http)
                .put()
                .uri("/admin/billing-accounts/{id}/terms", customer.id())
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("days", 30))
                .exchange()
                .expectStatus()
                .isOk();
        String code = "f" + UUID.randomUUID();
        admin.authorized(http)
                .post()
                .uri("/billing/entitlements/features")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("key", code, "name", "Any", "kind", "boolean"))
                .exchange()
                .expectStatus()
                .isCreated();
        assertThat(session("billing_account.terms_set"))
                .isEqualTo(elsewhere.session().id());
        assertThat(session("feature.created")).isEqualTo(admin.session().id());
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /admin/payments/{id}/refunds",
        "POST, /admin/billing-accounts/{id}/adjustments",
        "POST, /admin/invoices/{id}/mark-paid",
        "POST, /admin/credit-notes/{id}/mark-refunded",
        "POST, /admin/invoices/{id}/void",
        "POST, /admin/invoices/{id}/uncollectible",
        "POST, /admin/invoices/{id}/credit-notes",
        "POST, /admin/invoices/{id}/debit-notes",
        "POST, /admin/webhook-endpoints",
        "PATCH, /admin/webhook-endpoints/{id}",
        "POST, /admin/webhook-endpoints/{id}/rotate-secret"
    })
    void wantsARecentLoginForWhatMovesMoneyOrSendsItsNews(String method, String path) {
        TestUser longAgo = users.againFromLongAgo(admin);
        code(ask(longAgo, method, path), 403).isEqualTo("reauthentication_required");
        code(ask(users.signUp(), method, path), 403).isEqualTo("admin_required");
        assertThat(ask(admin, method, path)
                        .expectBody()
                        .returnResult()
                        .getStatus()
                        .value())
                .isIn(404, 422);
    }

    private ResponseSpec ask(TestUser user, String method, String path) {
        return user.authorized(http)
                .method(HttpMethod.valueOf(method))
                .uri(path, Map.of("id", UUID.randomUUID()))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of())
                .exchange();
    }

    private static AbstractStringAssert<?> code(ResponseSpec answer, int status) {
        return assertThat(answer.expectStatus()
                .isEqualTo(status)
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody()
                .get("code")
                .asString());
    }

    private UUID session(String action) {
        return db.sql("select session_id from audit_log where actor_id = :admin and action = :action")
                .bind("admin", admin.id())
                .bind("action", action)
                .map(row -> row.get("session_id", UUID.class))
                .one()
                .block();
    }
}
