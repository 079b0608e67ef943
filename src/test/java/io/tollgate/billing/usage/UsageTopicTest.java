package io.tollgate.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Meters;
import io.tollgate.platform.jobs.MessageTopics;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Events from Kafka are taken as those from HTTP are, and answered on the topic beside. */
@IntegrationTest
class UsageTopicTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

    @Autowired
    private UsageDesk desk;

    @Value("${tollgate.kafka.topic-prefix}")
    private String prefix;

    private final JsonMapper json = new JsonMapper();

    @Test
    void areCountedOnceWhicheverWayTheyCame() {
        Meters meters = new Meters(http, users, db);
        String metric = meters.metric("sum");
        TestUser user = users.signUp();
        UUID subscription = meters.subscription(
                user, meters.planOf(metric), inRealTime(user).minus(Duration.ofDays(1)));
        Map<String, Object> both = Meters.event(subscription, metric, "both", "0.1");
        Meters.send(meters.machine(), HttpMethod.POST, "/billing/usage", both)
                .expectStatus()
                .isCreated();
        try (MessageTopics topic = new MessageTopics(prefix + "usage", subscription.toString())) {
            topic.send(json.writeValueAsString(both));
            topic.send(json.writeValueAsString(Meters.event(subscription, metric, "one", "0.2")));
            topic.send(json.writeValueAsString(Meters.event(subscription, metric, "one", "0.2")));
            topic.send(json.writeValueAsString(Meters.event(subscription, metric, "one", "0.3")));
            topic.send(json.writeValueAsString(Meters.event(subscription, "no-such", "two", 1)));
            topic.send("{\"transaction_id\": ");
            topic.send("");

            List<String> answers = Awaiting.value("all answers", topic::answers, found -> found.size() >= 7);

            assertThat(answers.stream().map(this::shortly))
                    .containsExactly(
                            "both duplicate",
                            "one accepted",
                            "one duplicate",
                            "one conflict",
                            "two rejected",
                            " rejected",
                            " rejected");
        }
        assertThat(meters.row("select sum(total)::text as total from usage_hours where subscription_id = '"
                        + subscription + "'"))
                .containsEntry("total", "0.3");
    }

    @Test
    void areAnsweredEachByItselfWhateverTheyHold() {
        Meters meters = new Meters(http, users, db);
        String metric = meters.metric("sum");
        Instant now = clock.instant();
        UUID subscription = meters.subscription(users.signUp(), meters.planOf(metric), now.minus(Duration.ofDays(60)));
        try (MessageTopics topic = new MessageTopics(prefix + "usage", subscription.toString())) {
            topic.send(json.writeValueAsString(Meters.event(subscription, metric, "nan", "NaN")));
            topic.send("""
                    {"transaction_id": "huge", "subscription_id": "%s", "metric": "%s", "quantity": 1e400}
                    """.formatted(subscription, metric));
            topic.send("""
                    {"transaction_id": "zero", "subscription_id": "%s", "metric": "%s", "quantity": 0e-20000, "timestamp": "%s"}
                    """.formatted(subscription, metric, now));
            topic.send(json.writeValueAsString(
                    Meters.event(subscription, metric, "late", 1, now.minus(Duration.ofDays(40)))));
            topic.send(json.writeValueAsString(
                    Meters.event(subscription, metric, "ahead", 1, Instant.parse("2999-01-01T00:00:00Z"))));
            topic.send(null);
            topic.send(json.writeValueAsString(Meters.event(subscription, metric, "x".repeat(1_048_000), 1)));
            topic.sendUnderLongKey(1_048_460);
            topic.send(json.writeValueAsString(Meters.event(subscription, metric, "good", 1, now)));

            List<String> answers = Awaiting.value(
                    "the last answer",
                    topic::answers,
                    found -> found.stream().anyMatch(answer -> answer.contains("\"good\"")));

            // Those of a poll in which one cannot be answered may be answered twice.
            assertThat(answers.stream().map(this::shortly).distinct())
                    .containsExactly(
                            "nan rejected",
                            "huge rejected",
                            "zero accepted",
                            "late too_late",
                            "ahead rejected",
                            " rejected",
                            "good accepted");
        }
    }

    /** Of a producer that counts in nanoseconds, and of one that counts nothing; no broker here lets such messages through. */
    @Test
    void areRefusedEachByItselfWhenTheyWereSentAtNoTime() {
        Meters meters = new Meters(http, users, db);
        String metric = meters.metric("sum");
        TestUser user = users.signUp();
        Instant now = clock.instant();
        UUID _ = meters.subscription(user, meters.planOf(metric), now.minus(Duration.ofDays(60)));

        List<UsageResult> results = desk.hear(List.of(
                        told(user, metric, "nanos", Instant.ofEpochMilli(1_800_000_000_000_000_000L)),
                        told(user, metric, "good", now),
                        told(user, metric, "none", Instant.ofEpochMilli(-1))))
                .block();

        assertThat(results).extracting(UsageDesk::word).containsExactly("rejected", "accepted", "rejected");
    }

    private ToldEvent told(TestUser user, String metric, String name, Instant sentAt) {
        Map<String, Object> event =
                Map.of("transaction_id", name, "user_id", user.id().toString(), "metric", metric, "quantity", 1);
        return new ToldEvent(json.valueToTree(event), sentAt);
    }

    /** Or May's usage would be billed in June when the topic lags. */
    @Test
    void happenedWhenTheyWereSentUnlessTheySayOtherwise() {
        Meters meters = new Meters(http, users, db);
        String metric = meters.metric("sum");
        TestUser user = users.signUp();
        Instant now = inRealTime(user);
        UUID subscription = meters.subscription(user, meters.planOf(metric), now.minus(Duration.ofDays(60)));
        Instant sent = now.minus(Duration.ofDays(3));
        Instant told = now.minus(Duration.ofDays(4));
        try (MessageTopics topic = new MessageTopics(prefix + "usage", subscription.toString())) {
            topic.send(json.writeValueAsString(Meters.event(subscription, metric, "silent", 1)), sent);
            topic.send(json.writeValueAsString(Meters.event(subscription, metric, "dated", 1, told)), sent);
            Map<String, Object> named = Meters.event(subscription, metric, "named", 1);
            named.remove("subscription_id");
            named.put("user_id", user.id().toString());
            topic.send(json.writeValueAsString(named), sent);

            assertThat(Awaiting.value("all answers", topic::answers, found -> found.size() >= 3).stream()
                            .map(this::shortly))
                    .containsExactly("silent accepted", "dated accepted", "named accepted");
        }
        assertThat(meters.row("""
                        select string_agg(transaction_id || ' ' || extract(epoch from at)::bigint, ', ' order by transaction_id) as told
                        from usage_events where subscription_id = '%s'""".formatted(subscription)))
                .containsEntry(
                        "told",
                        "dated %d, named %d, silent %d"
                                .formatted(told.getEpochSecond(), sent.getEpochSecond(), sent.getEpochSecond()));
    }

    /** Kafka takes no message from the days to which other tests have moved everybody. */
    private Instant inRealTime(TestUser user) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        db.sql("insert into customer_clocks (user_id, now_at, updated_at) values (:id, :now, :now)")
                .bind("id", user.id())
                .bind("now", now.plusSeconds(60))
                .then()
                .block();
        return now;
    }

    private String shortly(String answer) {
        JsonNode read = json.readTree(answer);
        return read.path("transaction_id").asString("") + " "
                + read.path("status").asString();
    }
}
