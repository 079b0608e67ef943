package io.tollgate.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Meters;
import io.tollgate.billing.metric.Metric;
import io.tollgate.billing.metric.Metrics;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Events are taken in once, and each by itself. */
@IntegrationTest
class UsageIntakeTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

    @Autowired
    private UsageIntake intake;

    @Autowired
    private Metrics metrics;

    private final JsonMapper json = new JsonMapper();
    private Meters meters;
    private WebTestClient machine;
    private String metric;
    private TestUser user;
    private UUID subscription;

    @BeforeEach
    void setUp() {
        meters = new Meters(http, users, db);
        machine = meters.machine();
        metric = meters.metric("sum");
        user = users.signUp();
        subscription =
                meters.subscription(user, meters.planOf(metric), clock.instant().minus(Duration.ofDays(60)));
    }

    @Test
    void countsAnEventOnceThoughItIsToldThirtyTimesAtOnce() {
        Map<String, Object> event = Meters.event(subscription, metric, "once", "2.5", clock.instant());

        List<Integer> answers = AtOnce.times(30, _ -> status(one(event)));

        assertThat(answers).filteredOn(status -> status == 201).hasSize(1);
        assertThat(answers).filteredOn(status -> status == 200).hasSize(29);
        assertThat(stored()).isEqualTo("1 events, total 2.5; hours 1, total 2.5; sequence 1");
    }

    @Test
    void letsOneWinWhenTwoThingsAreToldUnderANameAtOnce() {
        Instant at = clock.instant();

        List<Integer> answers = AtOnce.times(
                20, i -> status(one(Meters.event(subscription, metric, "contested", i % 2 == 0 ? "1" : "2", at))));

        assertThat(answers).filteredOn(status -> status == 201).hasSize(1);
        assertThat(answers).filteredOn(status -> status == 200).hasSize(9);
        assertThat(answers).filteredOn(status -> status == 409).hasSize(10);
        assertThat(stored()).startsWith("1 events").endsWith("sequence 1");
    }

    @Test
    void takesNothingOfABatchThatIsTooLong() {
        String event = json.writeValueAsString(Meters.event(subscription, metric, "name", 1, clock.instant()));
        String padded =
                event.substring(0, event.length() - 1) + ", \"properties\": {\"p\": \"" + "x".repeat(8_000) + "\"}}";
        String batch = "{\"events\": ["
                + String.join(
                        ",", IntStream.range(0, 1_250).mapToObj(i -> padded).toList()) + "]}";
        assertThat(batch.length()).isGreaterThan(10_000_000);

        post("/billing/usage/batch", batch)
                .expectStatus()
                .isEqualTo(413)
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("body_too_large");

        assertThat(stored()).startsWith("0 events");
    }

    @Test
    void answersWithoutANameThatCannotBeOne() {
        JsonNode result = meters.tell(machine, List.of(Meters.event(subscription, metric, "x".repeat(500_000), 1)))
                .getFirst();

        assertThat(result.path("status").asString()).isEqualTo("rejected");
        assertThat(result.has("transaction_id")).isFalse();
    }

    @Test
    void countsEachNameOnceThoughBatchesOverlapInEveryOrder() {
        List<Map<String, Object>> events = new ArrayList<>(IntStream.range(0, 60)
                .mapToObj(i -> Meters.event(subscription, metric, "n" + i, 1, clock.instant()))
                .toList());

        List<Long> accepted = AtOnce.times(10, i -> {
            List<Map<String, Object>> shuffled = new ArrayList<>(events);
            Collections.rotate(shuffled, i * 7);
            return statuses(meters.tell(machine, shuffled)).stream()
                    .filter("accepted"::equals)
                    .count();
        });

        assertThat(accepted.stream().mapToLong(Long::longValue).sum()).isEqualTo(60);
        assertThat(stored()).startsWith("60 events, total 60;").endsWith("sequence 60");
    }

    @Test
    @DisplayName("dup-*: the first wins, counted once; the same name in another subscription is another event")
    void tellsTheSameAgainFromSomethingElseUnderTheSameName() {
        Instant at = clock.instant();
        Map<String, Object> event = Meters.event(subscription, metric, "name", "1.50", at);
        one(event).expectStatus().isCreated();

        one(Meters.event(subscription, metric, "name", 1.5, at))
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo("duplicate");
        one(Meters.event(subscription, metric, "name", "1.51", at))
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("usage_conflict");
        UUID another = meters.subscription(
                users.signUp(), meters.planOf(metric), clock.instant().minus(Duration.ofDays(1)));
        one(Meters.event(another, metric, "name", 1, at)).expectStatus().isCreated();
        assertThat(stored()).startsWith("1 events, total 1.5");
    }

    @Test
    void knowsANameAlsoInAnotherMonth() {
        Instant now = clock.instant();
        Instant lastMonth = now.atOffset(ZoneOffset.UTC)
                .withDayOfMonth(1)
                .truncatedTo(ChronoUnit.DAYS)
                .toInstant()
                .minusSeconds(1);
        one(Meters.event(subscription, metric, "boundary", 1, lastMonth))
                .expectStatus()
                .isCreated();

        one(Meters.event(subscription, metric, "boundary", 1, now))
                .expectStatus()
                .isEqualTo(409);
        one(Meters.event(subscription, metric, "boundary", 1, lastMonth))
                .expectStatus()
                .isOk();
        assertThat(stored()).startsWith("1 events");
    }

    @Test
    @DisplayName("late-kb-lookback: what is older than the look-back is said to be, never dropped")
    void answersEachOfABatchByItself() {
        Instant now = clock.instant();
        String counting = meters.metric("count");
        String highest = meters.metric("max");
        String unique = meters.metric("unique", Map.of("unique_key", "who"));
        Map<String, Object> stranger = new HashMap<>(Meters.event(subscription, metric, "x1", 1));
        stranger.put("amount", 5);
        Map<String, Object> both = new HashMap<>(Meters.event(subscription, metric, "x2", 1));
        both.put("user_id", user.id().toString());
        Map<String, Object> nested = new HashMap<>(Meters.event(subscription, metric, "x3", 1));
        nested.put("properties", Map.of("a", List.of(1)));
        Map<String, Object> zero = new HashMap<>(Meters.event(subscription, metric, "x4", 1));
        zero.put("properties", Map.of("a", "\0"));
        List<Object> events = List.of(
                Meters.event(subscription, metric, "good", "1"),
                Meters.event(subscription, metric, "nan", "NaN"),
                Meters.event(subscription, metric, "huge", "HUGE"),
                Meters.event(subscription, metric, "long", "9223372036854775808"),
                Meters.event(subscription, metric, "text", "five"),
                Meters.event(subscription, metric, "none", Map.of()),
                Meters.event(UUID.randomUUID(), metric, "nobody", 1),
                Meters.event(subscription, "no-such", "metric", 1),
                Meters.event(subscription, metric, "ahead", 1, now.plus(Duration.ofMinutes(7))),
                Meters.event(subscription, metric, "late", 1, now.minus(Duration.ofDays(40))),
                Meters.event(subscription, metric, "before", 1, now.minus(Duration.ofDays(70))),
                Meters.event(subscription, counting, "five", 5),
                Meters.event(subscription, highest, "minus", -1),
                Meters.event(subscription, unique, "who", 1),
                Meters.event(subscription, metric, "a b", 1),
                Meters.event(subscription, metric, "good", "1.0"),
                Meters.event(subscription, metric, "good", "2"),
                Meters.event(subscription, metric, "correction", "-0.25"),
                stranger,
                both,
                nested,
                zero,
                "no event",
                List.of());

        List<JsonNode> results = meters.tell(machine, events);

        assertThat(results.stream().map(UsageIntakeTest::shortly))
                .containsExactly(
                        "accepted",
                        "quantity",
                        "quantity",
                        "quantity",
                        "quantity",
                        "quantity",
                        "subscription_id",
                        "metric",
                        "timestamp",
                        "too_late",
                        "timestamp",
                        "quantity",
                        "quantity",
                        "who",
                        "transaction_id",
                        "duplicate",
                        "conflict",
                        "accepted",
                        "amount",
                        "subscription_id",
                        "properties",
                        "properties",
                        "event",
                        "event");
        assertThat(stored()).isEqualTo("2 events, total 0.75; hours 1, total 0.75; sequence 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1e400", "1e2000000000", "0.0000000000001", "12345678901234567890"})
    void refusesNumbersThatCannotBeKept(String quantity) {
        String event = """
                {"transaction_id": "q", "subscription_id": "%s", "metric": "%s", "quantity": %s}""".formatted(subscription, metric, quantity);

        post("/billing/usage", event)
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors.quantity")
                .isNotEmpty();
        post("/billing/usage/batch", "{\"events\": [" + event + "]}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.results[0].status")
                .isEqualTo("rejected");
    }

    /** A zero, or one and a half, of which only the writing is hostile; nobody is to pay for its decimals. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0e-100",
                "0e-20000",
                "0e-600000000",
                "1.50000000000000000000000000000000000000000000000000000000000000000000000000"
            })
    void keepsOfANumberWhatItSays(String quantity) {
        String hostile = """
                {"transaction_id": "q", "subscription_id": "%s", "metric": "%s", "quantity": %s}""".formatted(subscription, metric, quantity);
        String plain = json.writeValueAsString(Meters.event(subscription, metric, "p", 5));

        post("/billing/usage/batch", "{\"events\": [" + hostile + "," + plain + "]}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.results[0].status")
                .isEqualTo("accepted")
                .jsonPath("$.results[1].status")
                .isEqualTo("accepted");

        assertThat(stored()).contains(quantity.startsWith("0") ? "total 5;" : "total 6.5;");
        user.authorized(http)
                .get()
                .uri("/billing/usage/me")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.charges[0].quantity")
                .isEqualTo(quantity.startsWith("0") ? "5" : "6.5");
    }

    /** Whatever it was that was not foreseen, it must not come back for ever with its neighbours, as from Kafka it would. */
    @Test
    void refusesOfABatchTheEventAloneThatTheDatabaseCannotKeep() {
        Metric counted = metrics.byCode(List.of(metric)).block().get(metric);
        List<UsageReport> reports = IntStream.range(0, 100)
                .mapToObj(i -> new UsageReport(
                        "n" + i,
                        subscription,
                        null,
                        counted,
                        i == 37 ? new BigDecimal("0e-20000") : BigDecimal.ONE,
                        null,
                        "{}",
                        null,
                        null,
                        i))
                .toList();

        List<UsageResult> results = intake.take(reports).block();

        assertThat(results).hasSize(100);
        assertThat(results.get(37)).isEqualTo(new UsageResult.Rejected("event", "Cannot be kept"));
        assertThat(results.stream().filter(UsageResult.ACCEPTED::equals)).hasSize(99);
        assertThat(stored()).isEqualTo("99 events, total 99; hours 1, total 99; sequence 99");
    }

    @Test
    void keepsExactDecimals() {
        post("/billing/usage", """
                        {"transaction_id": "q", "subscription_id": "%s", "metric": "%s", "quantity": 123456789012345678.123456789012}""".formatted(subscription, metric))
                .expectStatus()
                .isCreated();

        assertThat(stored()).contains("total 123456789012345678.123456789012;");
    }

    @Test
    void refusesBodiesThatAreNoBatches() {
        String event = "{\"transaction_id\": \"%s\"}";
        String tooMany = String.join(
                ",", IntStream.range(0, 1001).mapToObj(event::formatted).toList());

        post("/billing/usage/batch", "{\"events\": []}").expectStatus().isEqualTo(422);
        post("/billing/usage/batch", "{\"events\": [" + tooMany + "]}")
                .expectStatus()
                .isEqualTo(422);
        post("/billing/usage/batch", "[]").expectStatus().isEqualTo(422);
        post("/billing/usage/batch", "{\"events\": [{\"quantity\": NaN}]}")
                .expectStatus()
                .isBadRequest();
        post("/billing/usage/batch", "{\"events\": [\"" + "x".repeat(3_000_000) + "\"]}")
                .expectStatus()
                .isEqualTo(413);
        post("/billing/usage", "\"" + "x".repeat(600_000) + "\"").expectStatus().isEqualTo(413);
        post("/billing/usage", "[]").expectStatus().isEqualTo(422);
        post("/billing/usage", "5").expectStatus().isEqualTo(422);
    }

    @Test
    void takesAsManyEventsAsABatchMayHoldThoughEachWeighsAKilobyteAndMore() {
        String note = "x".repeat(1_400);
        List<Map<String, Object>> events = IntStream.range(0, 1000)
                .mapToObj(i -> {
                    Map<String, Object> event =
                            new HashMap<>(Meters.event(subscription, metric, "n" + i, 1, clock.instant()));
                    event.put("properties", Map.of("region", "eu", "note", note));
                    return event;
                })
                .toList();

        assertThat(statuses(meters.tell(machine, events))).hasSize(1000).containsOnly("accepted");

        assertThat(stored()).startsWith("1000 events, total 1000;");
    }

    @Test
    void refusesWhoMayNot() {
        Map<String, Object> event = Meters.event(subscription, metric, "x", 1);

        Meters.send(meters.machine("entitlements:consume"), HttpMethod.POST, "/billing/usage", event)
                .expectStatus()
                .isForbidden()
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("scope_missing");
        Meters.send(users.admin().authorized(http), HttpMethod.POST, "/billing/usage", event)
                .expectStatus()
                .isForbidden();
        Meters.send(http, HttpMethod.POST, "/billing/usage/batch", Map.of("events", List.of(event)))
                .expectStatus()
                .isUnauthorized();
        assertThat(stored()).startsWith("0 events");
    }

    @Test
    void findsTheSubscriptionThatAUserHadAtThatTime() {
        Instant now = clock.instant();
        end(subscription, now.minus(Duration.ofDays(2)));
        UUID second = meters.subscription(user, meters.planOf(metric), now.minus(Duration.ofDays(1)));

        List<JsonNode> results = meters.tell(
                machine,
                List.of(
                        ofUser("now", null),
                        ofUser("second", now.minus(Duration.ofHours(23))),
                        ofUser("between", now.minus(Duration.ofHours(30))),
                        ofUser("first", now.minus(Duration.ofDays(3)))));

        assertThat(results.stream().map(UsageIntakeTest::shortly))
                .containsExactly("accepted", "accepted", "user_id", "accepted");
        assertThat(stored()).startsWith("1 events");
        assertThat(stored(second)).startsWith("2 events");
    }

    /** Who had no answer tells it again, and meanwhile the user may have moved to another plan, or to none. */
    @Test
    void countsOnceWhatIsToldOfAUserBeforeAndAfterAChangeOfSubscription() {
        Instant now = clock.instant();
        Map<String, Object> silent = ofUser("silent", null);
        Map<String, Object> dated = ofUser("dated", now);
        meters.tell(machine, List.of(silent, dated));
        end(subscription, now.minusSeconds(1));
        assertThat(shortly(meters.tell(machine, List.of(silent)).getFirst())).isEqualTo("duplicate");
        UUID second = meters.subscription(user, meters.planOf(metric), now.minusSeconds(1));

        Map<String, Object> other = ofUser("silent", null);
        other.put("quantity", 2);
        List<JsonNode> results = meters.tell(machine, List.of(silent, dated, ofUser("new", null), other));

        assertThat(results.stream().map(UsageIntakeTest::shortly))
                .containsExactly("duplicate", "duplicate", "accepted", "conflict");
        assertThat(stored()).startsWith("2 events, total 2;");
        assertThat(stored(second)).startsWith("1 events, total 1;");
        // Told of the subscription itself, it is another event.
        one(Meters.event(second, metric, "silent", 1)).expectStatus().isCreated();
        assertThat(shortly(meters.tell(machine, List.of(ofUser("new", null))).getFirst()))
                .isEqualTo("duplicate");
    }

    @Test
    void remembersWhatItCountedWhenTheSubscriptionHasEnded() {
        Map<String, Object> event = Meters.event(subscription, metric, "last", 1);
        one(event).expectStatus().isCreated();
        end(subscription, clock.instant());

        one(event).expectStatus().isOk();
        one(Meters.event(subscription, metric, "after", 1)).expectStatus().isEqualTo(422);
    }

    private void end(UUID ended, Instant at) {
        db.sql("update subscriptions set status = 'canceled', ended_at = :at where id = :id")
                .bind("id", ended)
                .bind("at", at)
                .then()
                .block();
    }

    private Map<String, Object> ofUser(String name, Instant at) {
        Map<String, Object> event = new HashMap<>(Meters.event(subscription, metric, name, 1));
        event.remove("subscription_id");
        event.put("user_id", user.id().toString());
        if (at != null) {
            event.put("timestamp", at.toString());
        }
        return event;
    }

    private ResponseSpec one(Map<String, Object> event) {
        return Meters.send(machine, HttpMethod.POST, "/billing/usage", event);
    }

    private ResponseSpec post(String path, String body) {
        return machine.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    private static int status(ResponseSpec answer) {
        return answer.expectBody().returnResult().getStatus().value();
    }

    private static List<String> statuses(List<JsonNode> results) {
        return results.stream().map(result -> result.path("status").asString()).toList();
    }

    /** The status, or of what was rejected the field. */
    private static String shortly(JsonNode result) {
        String status = result.path("status").asString();
        return status.equals("rejected") ? result.path("field").asString() : status;
    }

    private String stored() {
        return stored(subscription);
    }

    private String stored(UUID of) {
        return (String) meters.row("""
                select format('%%s events, total %%s; hours %%s, total %%s; sequence %%s',
                    (select count(*) from usage_events where subscription_id = '%1$s'),
                    (select sum(value) from usage_events where subscription_id = '%1$s'),
                    (select count(*) from usage_hours where subscription_id = '%1$s'),
                    (select sum(total) from usage_hours where subscription_id = '%1$s'),
                    (select sequence from usage_heads where subscription_id = '%1$s')) as stored
                """.formatted(of)).get("stored");
    }
}
