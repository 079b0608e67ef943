package io.tollgate.auth.serviceaccount;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.serviceaccount.Producer.Made;
import io.tollgate.auth.token.AccessTokens;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** What administrators do with service accounts. */
@IntegrationTest
class ServiceAccountAdministrationTest {

    private static final String WRITE = "usage:write";
    private static final String CONSUME = "entitlements:consume";

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

    private Producer producer;

    @BeforeEach
    void signIn() {
        producer = new Producer(http, users.admin());
    }

    @Test
    void changesScopesAtOnceAndRecordsBeforeAndAfter() {
        Made made = producer.create(WRITE);
        assertThat(Producer.call(http, made.token(), CONSUME)).isEqualTo(403);
        producer.send(HttpMethod.PATCH, "/" + made.id(), Map.of("scopes", List.of(CONSUME)))
                .expectStatus()
                .isOk();
        assertThat(Producer.call(http, made.token(), CONSUME)).isEqualTo(200);
        assertThat(Producer.call(http, made.token(), WRITE)).isEqualTo(403);
        String details = db.sql(
                        "select details::text as d from audit_log where subject_id = :id and action like '%changed'")
                .bind("id", made.id().toString())
                .map(row -> row.get("d", String.class))
                .one()
                .block();
        assertThat(details)
                .contains("\"scopes.before\": \"usage:write\"", "\"scopes.after\": \"entitlements:consume\"");
    }

    @Test
    void refusesWhatMakesNoSense() {
        Made made = producer.create(WRITE);
        String name = made.account().get("name").asString();
        invalid(Map.of("name", "x", "scopes", List.of()), "scopes");
        invalid(Map.of("name", "x", "scopes", List.of("usage:everything")), "scopes");
        invalid(Map.of("name", "  ", "scopes", List.of(WRITE)), "name");
        invalid(Map.of("name", "a\u0000b", "scopes", List.of(WRITE)), "name");
        refused(
                producer.send(HttpMethod.POST, "", "{\"name\": \"a\\ud800\", \"scopes\": [\"usage:write\"]}"),
                422,
                "validation_failed");
        invalid(Map.of("name", "x", "scopes", List.of(WRITE), "owner_id", UUID.randomUUID()), "owner_id");
        for (String time : List.of("2020-01-01T00:00:00Z", "+1000000000-12-31T23:59:59Z")) {
            invalid(Map.of("name", "x", "scopes", List.of(WRITE), "expires_at", time), "expires_at");
        }
        invalid(Map.of("name", "x", "scopes", List.of(WRITE), "secret", "mine"), "secret");
        refused(
                producer.send(
                        HttpMethod.POST, "", Map.of("name", name.toUpperCase(Locale.ROOT), "scopes", List.of(WRITE))),
                409,
                "service_account_name_taken");
        refused(producer.send(HttpMethod.PATCH, "/" + UUID.randomUUID(), Map.of()), 404, "service_account_not_found");
        refused(producer.send(HttpMethod.DELETE, "/nonsense", null), 422, "validation_failed");
        refused(
                producer.send(HttpMethod.POST, "/" + made.id() + "/rotate", Map.of("overlap_seconds", -1)),
                422,
                "validation_failed");
    }

    @Test
    void isForAdministrators() {
        Producer nobody = new Producer(http, users.signUp());
        refused(nobody.send(HttpMethod.POST, "", Map.of("name", "x", "scopes", List.of(WRITE))), 403, "admin_required");
        refused(nobody.send(HttpMethod.GET, "", null), 403, "admin_required");
    }

    @Test
    void wantsARecentLogin() {
        TestUser admin = producer.admin();
        Made made = producer.create(WRITE);
        clock.advance(Duration.ofMinutes(16));
        // A token that has been refreshed since says when its user last logged in.
        String refreshed = tokens.issue(admin.user(), admin.session()).block();
        Producer late = new Producer(http, new TestUser(admin.user(), admin.session(), refreshed));
        refused(late.send(HttpMethod.POST, "/" + made.id() + "/rotate", Map.of()), 403, "reauthentication_required");
        refused(late.send(HttpMethod.DELETE, "/" + made.id(), null), 403, "reauthentication_required");
        late.send(HttpMethod.GET, "/" + made.id(), null).expectStatus().isOk();
    }

    @Test
    void listsTheNewestFirst() {
        Made older = producer.create(WRITE);
        clock.advance(Duration.ofSeconds(1));
        Made newer = producer.create(CONSUME);
        JsonNode page = producer.send(HttpMethod.GET, "?limit=2", null)
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
        assertThat(page.get("data").get(0).get("id").asString())
                .isEqualTo(newer.id().toString());
        assertThat(page.get("data").get(1).get("id").asString())
                .isEqualTo(older.id().toString());
        assertThat(page.get("total").asInt()).isGreaterThanOrEqualTo(2);
    }

    private void invalid(Map<String, ?> body, String field) {
        producer.send(HttpMethod.POST, "", body)
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors." + field)
                .isNotEmpty();
    }

    private static void refused(WebTestClient.ResponseSpec answer, int status, String code) {
        answer.expectStatus().isEqualTo(status).expectBody().jsonPath("$.code").isEqualTo(code);
    }

    private WebTestClient as(String token) {
        return http.mutate().defaultHeader("Authorization", "Bearer " + token).build();
    }
}
