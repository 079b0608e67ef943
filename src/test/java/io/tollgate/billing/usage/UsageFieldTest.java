package io.tollgate.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Meters;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
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

/** Metrics whose value is a property of their events, and not the quantity. */
@IntegrationTest
class UsageFieldTest {

    private static final Map<String, String> BYTES = Map.of("field", "bytes");

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

    private Meters meters;
    private WebTestClient machine;
    private TestUser user;
    private String metric;
    private UUID subscription;
    private Instant hour;

    @BeforeEach
    void setUp() {
        meters = new Meters(http, users, db);
        machine = meters.machine();
        metric = meters.metric("sum", BYTES);
        user = users.signUp();
        subscription =
                meters.subscription(user, meters.planOf(metric), clock.instant().minus(Duration.ofDays(3)));
        hour = clock.instant().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(5));
    }

    @Test
    void sumsThePropertyByTheHour() {
        List<JsonNode> results = meters.tell(
                machine,
                List.of(
                        event("number", Map.of("bytes", 1500, "requests", 7)),
                        event("text", Map.of("bytes", "2.25")),
                        event("none", Map.of("bytes", 0)),
                        later(event("next hour", Map.of("bytes", 40))),
                        // A sum may be corrected, whatever holds its value.
                        later(event("correction", Map.of("bytes", -0.5))),
                        event("number", Map.of("bytes", 1500, "requests", 7)),
                        event("number", Map.of("bytes", 1501, "requests", 7))));

        assertThat(results.stream().map(UsageFieldTest::shortly))
                .containsExactly("accepted", "accepted", "accepted", "accepted", "accepted", "duplicate", "conflict");
        assertThat(hours()).containsExactly("0: 3, 1502.25", "1: 2, 39.5");
        user.authorized(http)
                .get()
                .uri("/billing/usage/me")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.charges[0].quantity")
                .isEqualTo("1541.75")
                .jsonPath("$.charges[0].amount")
                .isEqualTo(154_175);
    }

    @Test
    void refusesEachEventByItselfThatDoesNotHoldIt() {
        Map<String, Object> both = event("both", Map.of("bytes", 5));
        both.put("quantity", 5);
        Map<String, Object> alone = event("quantity", Map.of());
        alone.put("quantity", 5);
        Map<String, Object> empty = event("null", Map.of());
        Map<String, Object> nothing = new HashMap<>();
        nothing.put("bytes", null);
        empty.put("properties", nothing);

        List<JsonNode> results = meters.tell(
                machine,
                List.of(
                        event("good", Map.of("bytes", 5)),
                        event("another", Map.of("Bytes", 5)),
                        event("none", Map.of()),
                        alone,
                        empty,
                        event("text", Map.of("bytes", "five")),
                        event("flag", Map.of("bytes", true)),
                        event("long", Map.of("bytes", "9223372036854775808")),
                        both));

        assertThat(results.stream().map(UsageFieldTest::shortly))
                .containsExactly(
                        "accepted",
                        "bytes: Field required",
                        "bytes: Field required",
                        "bytes: Field required",
                        "bytes: Field required",
                        "bytes: Must be a decimal number",
                        "bytes: Must be a decimal number",
                        "bytes: Must not have more than 18 digits before or 12 after the point",
                        "quantity: The metric's value is the property bytes");
        assertThat(hours()).containsExactly("0: 1, 5");
    }

    @Test
    void refusesLessThanNothingWhereNothingCanBeTakenBack() {
        metric = meters.metric("max", BYTES);

        List<JsonNode> results = meters.tell(
                machine,
                List.of(
                        event("minus", Map.of("bytes", -1)),
                        event("high", Map.of("bytes", 80)),
                        event("low", Map.of("bytes", 30))));

        assertThat(results.stream().map(UsageFieldTest::shortly))
                .containsExactly("bytes: Must not be below zero", "accepted", "accepted");
        assertThat(meters.row("select highest::text from usage_hours where subscription_id = '%s'"
                                .formatted(subscription))
                        .get("highest")
                        .toString())
                .startsWith("80");
    }

    @Test
    void namesThePropertyOfTheOneEventThatIsRefused() {
        Meters.send(machine, HttpMethod.POST, "/billing/usage", event("one", Map.of("bytes", "five")))
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors.bytes")
                .isEqualTo("Must be a decimal number");
        Meters.send(machine, HttpMethod.POST, "/billing/usage", event("one", Map.of("bytes", 5)))
                .expectStatus()
                .isCreated();
    }

    private Map<String, Object> event(String name, Map<String, Object> properties) {
        Map<String, Object> event = Meters.event(subscription, metric, name.replace(' ', '-'), 1, hour.plusSeconds(60));
        event.remove("quantity");
        event.put("properties", properties);
        return event;
    }

    private Map<String, Object> later(Map<String, Object> event) {
        event.put("timestamp", hour.plusSeconds(3_660).toString());
        return event;
    }

    private static String shortly(JsonNode result) {
        String status = result.path("status").asString();
        return status.equals("rejected")
                ? result.path("field").asString() + ": " + result.path("reason").asString()
                : status;
    }

    /** Each hour from the first on: how many events, and what they come to. */
    private List<String> hours() {
        return db.sql("""
                        select extract(epoch from hour - cast(:first as timestamptz))::int / 3600 || ': ' || events || ', ' || trim_scale(total)
                        from usage_hours where subscription_id = :id order by hour
                        """)
                .bind("first", hour)
                .bind("id", subscription)
                .mapValue(String.class)
                .all()
                .collectList()
                .block();
    }
}
