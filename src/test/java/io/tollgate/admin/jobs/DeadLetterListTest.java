package io.tollgate.admin.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.platform.time.Ids;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What administrators see of dead letters, and nobody else. */
@IntegrationTest
class DeadLetterListTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private Ids ids;

    @Autowired
    private Clock clock;

    private final JsonMapper json = new JsonMapper();

    private TestUser admin;

    @BeforeEach
    void signIn() {
        admin = users.admin();
    }

    @Test
    void listsByTypeAndHidesWhatMayBeSecret() {
        String type = "mail.send." + UUID.randomUUID();
        UUID user = UUID.randomUUID();
        UUID letter = bury(type, """
                {"template": "reset-password", "subject": "Choose a new password", "to": "somebody@example.test",
                 "variables": {"link": "https://app.example/new-password?token=c2VjcmV0LXRva2Vu", "code": "482913",
                 "attempt": 3, "user_id": "%s", "urgent": true}}""".formatted(user), true);

        JsonNode list = body(send(HttpMethod.GET, "?type=" + type, null), 200);
        String detail = text(send(HttpMethod.GET, "/" + letter, null));

        assertThat(list.path("total").asInt()).isEqualTo(1);
        assertThat(list.path("data").path(0).path("id").asString()).isEqualTo(letter.toString());
        assertThat(list.path("data").path(0).path("payload").isNull()
                        || list.path("data").path(0).path("payload").isMissingNode())
                .isTrue();
        assertThat(detail)
                .contains("reset-password", "Choose a new password", "somebody@example.test", user.toString())
                .doesNotContain("token=", "482913", "c2VjcmV0");
        assertThat(list.path("data").path(0).path("error").asString()).isEqualTo("Told to fail");
    }

    @Test
    void showsWhatWaitsAndWhatComesRound() {
        UUID letter = bury("probe.overview", "{}", true);

        JsonNode overview = body(admin.authorized(http).get().uri("/admin/jobs").exchange(), 200);

        assertThat(overview.path("waiting").isArray()).isTrue();
        assertThat(overview.path("dead")
                        .valueStream()
                        .map(one -> one.path("type").asString()))
                .contains("probe.overview");
        assertThat(overview.path("schedules")
                        .valueStream()
                        .map(one -> one.path("name").asString()))
                .contains("billing.reconciliation", "subscription.sweep");
        send(HttpMethod.DELETE, "/" + letter, null).expectStatus().isNoContent();
    }

    @Test
    void isForAdministrators() {
        UUID letter = bury("probe.private", "{}", true);
        TestUser user = users.signUp();
        for (String path : List.of("", "/" + letter)) {
            user.authorized(http)
                    .get()
                    .uri("/admin/jobs/dead-letters" + path)
                    .exchange()
                    .expectStatus()
                    .isForbidden();
        }
        user.authorized(http)
                .delete()
                .uri("/admin/jobs/dead-letters/" + letter)
                .exchange()
                .expectStatus()
                .isForbidden();
        TestUser longAgo = users.againFromLongAgo(admin);
        longAgo.authorized(http)
                .delete()
                .uri("/admin/jobs/dead-letters/" + letter)
                .exchange()
                .expectStatus()
                .isForbidden();
        send(HttpMethod.DELETE, "/" + letter, null).expectStatus().isNoContent();
        send(HttpMethod.GET, "/nonsense", null).expectStatus().isNotFound();
    }

    @Test
    void refusesWhatIsNoType() {
        for (String type : List.of("\u0000", "a\nb", "x".repeat(101))) {
            admin.authorized(http)
                    .get()
                    .uri("/admin/jobs/dead-letters?type={type}", type)
                    .exchange()
                    .expectStatus()
                    .isEqualTo(422);
            send(HttpMethod.POST, "/replay", Map.of("type", type))
                    .expectStatus()
                    .isEqualTo(422);
        }
        send(HttpMethod.POST, "/replay", "{\"type\": \"a\\ud800\"}")
                .expectStatus()
                .isEqualTo(422);
    }

    private UUID bury(String type, String payload, boolean replayable) {
        UUID id = ids.next();
        db.sql("""
                        insert into dead_letters (id, type, topic, key, payload, attempts, error, replayable, created_at,
                                                  died_at)
                        values (:id, :type, 'probe', 'test', cast(:payload as jsonb), 10, 'Told to fail', :replayable,
                                :now, :now)
                        """)
                .bind("id", id)
                .bind("type", type)
                .bind("payload", payload)
                .bind("replayable", replayable)
                .bind("now", clock.instant())
                .then()
                .block();
        return id;
    }

    private ResponseSpec send(HttpMethod method, String path, Object body) {
        var request = admin.authorized(http).method(method).uri("/admin/jobs/dead-letters" + path);
        return body == null
                ? request.exchange()
                : request.contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(body)
                        .exchange();
    }

    private JsonNode body(ResponseSpec answer, int status) {
        return json.readTree(answer.expectStatus()
                .isEqualTo(status)
                .expectBody()
                .returnResult()
                .getResponseBody());
    }

    private static String text(ResponseSpec answer) {
        return answer.expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
    }
}
