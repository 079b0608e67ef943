package io.tollgate.admin.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.platform.secret.Identifiers;
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

@IntegrationTest
class DeadLettersTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private Identifiers identifiers;

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
    void replaysOnceHoweverManyAsk() {
        String name = "risen-" + UUID.randomUUID();
        UUID letter = bury("probe.run", probe(name), true);

        List<Integer> answers = AtOnce.times(20, _ -> status(send(HttpMethod.POST, "/" + letter + "/replay", null)));

        assertThat(answers).containsOnlyOnce(202);
        assertThat(answers).filteredOn(status -> status != 202).containsOnly(404);
        Awaiting.until("its effect", () -> effects(name) == 1);
        assertThat(audited("dead_letter.replayed", letter)).isEqualTo(1);
        assertThat(code(send(HttpMethod.GET, "/" + letter, null), 404)).isEqualTo("dead_letter_not_found");
    }

    @Test
    void replaysAllOfAType() {
        List<String> names = List.of("all-" + UUID.randomUUID(), "all-" + UUID.randomUUID());
        names.forEach(name -> bury("probe.run", probe(name), true));

        JsonNode answer = body(send(HttpMethod.POST, "/replay", Map.of("type", "probe.run")), 202);

        assertThat(answer.path("replayed").asInt()).isGreaterThanOrEqualTo(2);
        Awaiting.until("their effects", () -> names.stream().allMatch(name -> effects(name) == 1));
        assertThat(body(send(HttpMethod.POST, "/replay", Map.of("type", "nothing.dead")), 202)
                        .path("replayed")
                        .asInt())
                .isZero();
        send(HttpMethod.POST, "/replay", Map.of("type", " ")).expectStatus().isEqualTo(422);
    }

    @Test
    void discardsOnceAndReplaysNothingUnreadable() {
        UUID letter = bury("unreadable", "\"no job\"", false);

        assertThat(code(send(HttpMethod.POST, "/" + letter + "/replay", null), 409))
                .isEqualTo("dead_letter_unreadable");
        send(HttpMethod.DELETE, "/" + letter, null).expectStatus().isNoContent();
        assertThat(code(send(HttpMethod.DELETE, "/" + letter, null), 404)).isEqualTo("dead_letter_not_found");
        assertThat(audited("dead_letter.discarded", letter)).isEqualTo(1);
    }

    /** The log cannot be changed, so of an address it keeps what only its key could make readable. */
    @Test
    void keepsAddressesOutOfTheAuditLog() {
        String address = UUID.randomUUID() + "@example.test";
        for (UUID letter :
                List.of(bury("mail.send", address, "{}", true), bury("auth.send_reset_link", address, "{}", true))) {
            send(HttpMethod.DELETE, "/" + letter, null).expectStatus().isNoContent();
            assertThat(count(
                            "select count(*) from audit_log where subject_id = '%s' and details ->> 'identifier' = '%s'"
                                    .formatted(letter, identifiers.digest(address))))
                    .isEqualTo(1);
        }
        assertThat(count("select count(*) from audit_log a where a.actor_id = '%s' and a::text like '%%%s%%'"
                        .formatted(admin.id(), address)))
                .isZero();
    }

    private UUID bury(String type, String payload, boolean replayable) {
        return bury(type, "test", payload, replayable);
    }

    private UUID bury(String type, String key, String payload, boolean replayable) {
        UUID id = ids.next();
        db.sql("""
                        insert into dead_letters (id, type, topic, key, payload, attempts, error, replayable, created_at,
                                                  died_at)
                        values (:id, :type, 'probe', :key, cast(:payload as jsonb), 10, 'Told to fail', :replayable,
                                :now, :now)
                        """)
                .bind("id", id)
                .bind("type", type)
                .bind("key", key)
                .bind("payload", payload)
                .bind("replayable", replayable)
                .bind("now", clock.instant())
                .then()
                .block();
        return id;
    }

    private static String probe(String name) {
        return "{\"name\": \"" + name + "\", \"conduct\": \"WRITE\"}";
    }

    private ResponseSpec send(HttpMethod method, String path, Object body) {
        var request = admin.authorized(http).method(method).uri("/admin/jobs/dead-letters" + path);
        return body == null
                ? request.exchange()
                : request.contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(body)
                        .exchange();
    }

    private long effects(String name) {
        return count("select count(*) from probe_effects where name = '" + name + "'");
    }

    private long audited(String action, UUID letter) {
        return count(
                "select count(*) from audit_log where action = '%s' and subject_id = '%s'".formatted(action, letter));
    }

    private long count(String sql) {
        return db.sql(sql).mapValue(Long.class).one().block();
    }

    private static int status(ResponseSpec answer) {
        return answer.expectBody().returnResult().getStatus().value();
    }

    private String code(ResponseSpec answer, int status) {
        return body(answer, status).path("code").asString();
    }

    private JsonNode body(ResponseSpec answer, int status) {
        return json.readTree(answer.expectStatus()
                .isEqualTo(status)
                .expectBody()
                .returnResult()
                .getResponseBody());
    }
}
