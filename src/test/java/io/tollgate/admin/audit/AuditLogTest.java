package io.tollgate.admin.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.RequestFacts;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

@IntegrationTest
class AuditLogTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private AuditLog audit;

    @Autowired
    private MutableClock clock;

    private final UUID actor = UUID.randomUUID();
    private final String subject = UUID.randomUUID().toString();
    private TestUser admin;

    @BeforeEach
    void signIn() {
        admin = users.admin();
    }

    @Test
    void filtersByActorSubjectActionOutcomeAndTime() {
        record("thing.made", AuditEntry.SUCCESS);
        clock.advance(Duration.ofSeconds(5));
        Instant between = clock.instant();
        record("thing.broken", "clumsy");
        assertThat(actions("?actor=" + actor)).containsExactly("thing.broken", "thing.made");
        assertThat(actions("?subject_type=thing&subject=" + subject)).containsExactly("thing.broken", "thing.made");
        assertThat(actions("?actor=" + actor + "&action=thing.made")).containsExactly("thing.made");
        assertThat(actions("?actor=" + actor + "&outcome=clumsy")).containsExactly("thing.broken");
        assertThat(actions("?actor=" + actor + "&from=" + between)).containsExactly("thing.broken");
        assertThat(actions("?actor=" + actor + "&to=" + between)).containsExactly("thing.made");
        assertThat(actions("?actor=" + UUID.randomUUID())).isEmpty();
        JsonNode row = get("?actor=" + actor + "&action=thing.made").get("data").get(0);
        assertThat(row.get("details").get("colour").asString()).isEqualTo("red");
        assertThat(row.get("subject_id").asString()).isEqualTo(subject);
        assertThat(row.get("actor_id").asString()).isEqualTo(actor.toString());
    }

    @Test
    void goesOnByCursorWhileNewLinesAreWritten() {
        for (int i = 0; i < 5; i++) {
            record("thing." + i, AuditEntry.SUCCESS);
        }
        List<String> seen = new ArrayList<>();
        JsonNode page = get("?limit=2&actor=" + actor);
        seen.addAll(actions(page));
        while (page.get("has_next").asBoolean()) {
            record("thing.new", AuditEntry.SUCCESS);
            page = get("?limit=2&actor=" + actor + "&cursor="
                    + page.get("next_cursor").asString());
            seen.addAll(actions(page));
        }
        assertThat(seen).containsExactly("thing.4", "thing.3", "thing.2", "thing.1", "thing.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "actor=me",
                "from=yesterday",
                "to=1",
                "from=%2B1000000000-12-31T23:59:59Z",
                "to=-1000000000-01-01T00:00:00Z",
                // "+1000000000-12-31T23:59:59Z 00000000-0000-0000-0000-000000000000"
                "cursor=KzEwMDAwMDAwMDAtMTItMzFUMjM6NTk6NTlaIDAwMDAwMDAwLTAwMDAtMDAwMC0wMDAwLTAwMDAwMDAwMDAwMA",
                "cursor=x",
                "cursor=MjAyNiB4",
                "limit=0",
                "offset=1",
                "action=%00",
                "subject_type=%0a"
            })
    void refusesWhatIsNoValueOfItsFilter(String query) {
        ask("?" + query)
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors." + query.substring(0, query.indexOf('=')))
                .isNotEmpty();
    }

    @Test
    void isForAdministrators() {
        admin = users.signUp();
        ask("").expectStatus().isForbidden();
    }

    private void record(String action, String outcome) {
        AuditEntry entry = AuditEntry.of(action, RequestFacts.NONE)
                .by(actor)
                .on("thing", subject)
                .with(Map.of("colour", "red"));
        audit.record(outcome.equals(AuditEntry.SUCCESS) ? entry : entry.failed(outcome))
                .block();
        clock.advance(Duration.ofMillis(2));
    }

    private List<String> actions(String query) {
        return actions(get(query));
    }

    private static List<String> actions(JsonNode page) {
        return StreamSupport.stream(page.get("data").spliterator(), false)
                .map(row -> row.get("action").asString())
                .toList();
    }

    private JsonNode get(String query) {
        return ask(query)
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    private WebTestClient.ResponseSpec ask(String query) {
        return admin.authorized(http)
                .get()
                .uri(builder -> URI.create(builder.path("/admin/audit-log").build() + query))
                .exchange();
    }
}
