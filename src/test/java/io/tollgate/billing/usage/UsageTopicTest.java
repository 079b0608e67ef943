package io.tollgate.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.billing.Meters;
import io.tollgate.platform.jobs.MessageTopics;
import java.time.Duration;
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

    @Value("${tollgate.kafka.topic-prefix}")
    private String prefix;

    private final JsonMapper json = new JsonMapper();

    @Test
    void areCountedOnceWhicheverWayTheyCame() {
        Meters meters = new Meters(http, users, db);
        String metric = meters.metric("sum");
        UUID subscription = meters.subscription(
                users.signUp(), meters.planOf(metric), clock.instant().minus(Duration.ofDays(1)));
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

    private String shortly(String answer) {
        JsonNode read = json.readTree(answer);
        return read.path("transaction_id").asString("") + " "
                + read.path("status").asString();
    }
}
