package io.tollgate.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.SecondNode;
import io.tollgate.TestUsers;
import io.tollgate.billing.Meters;
import io.tollgate.platform.jobs.MessageTopics;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.json.JsonMapper;

/** What is answered as accepted is there, and what is there was counted once, whatever breaks meanwhile. */
@IntegrationTest
class UsageDurabilityTest {

    private static final String WAITING = """
            select pid from pg_stat_activity where wait_event_type = 'Lock' and query like '%usage_heads%'
            and datname = current_database()
            """;

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

    @Value("${tollgate.database.url}")
    private String database;

    @Value("${tollgate.kafka.topic-prefix}")
    private String prefix;

    private Meters meters;
    private WebTestClient machine;
    private String metric;
    private UUID subscription;

    @BeforeEach
    void setUp() {
        meters = new Meters(http, users, db);
        machine = meters.machine();
        metric = meters.metric("sum");
        subscription = meters.subscription(
                users.signUp(), meters.planOf(metric), clock.instant().minus(Duration.ofDays(1)));
        assertThat(tell(machine, "first")).isEqualTo(201);
    }

    @Test
    void answersOnlyWhenItIsCommittedAndNeverForWhatIsLost() throws SQLException {
        try (Connection holder = open()) {
            hold(holder);
            CompletableFuture<Integer> answer = CompletableFuture.supplyAsync(() -> tell(machine, "second"));
            Awaiting.until("it waits for the lock", () -> !waiting().isEmpty());
            Awaiting.during("no answer", Duration.ofMillis(200), () -> !answer.isDone());
            assertThat(stored()).isEqualTo("1 events, total 1");

            waiting().forEach(pid -> meters.row("select pg_terminate_backend(" + pid + ")"));

            assertThat(answer.join()).isEqualTo(503);
            holder.rollback();
        }
        assertThat(stored()).isEqualTo("1 events, total 1");
        assertThat(tell(machine, "second")).isEqualTo(201);
        assertThat(tell(machine, "second")).isEqualTo(200);
        assertThat(stored()).isEqualTo("2 events, total 2");
    }

    @Test
    void keepsMessagesUntilTheDatabaseTakesThem() throws SQLException {
        try (Connection holder = open();
                MessageTopics topic = new MessageTopics(prefix + "usage", subscription.toString())) {
            hold(holder);
            topic.send(new JsonMapper()
                    .writeValueAsString(Meters.event(subscription, metric, "sent", 1, clock.instant())));
            for (int i = 0; i < 2; i++) {
                Awaiting.until("it waits for the lock", () -> !waiting().isEmpty());
                waiting().forEach(pid -> meters.row("select pg_terminate_backend(" + pid + ")"));
                assertThat(topic.answers()).isEmpty();
            }
            holder.rollback();

            assertThat(Awaiting.value("the answer", topic::answers, found -> !found.isEmpty()))
                    .singleElement()
                    .asString()
                    .contains("accepted");
        }
        assertThat(stored()).isEqualTo("2 events, total 2");
    }

    @Test
    void goesOnWithoutRedisAndKafkaAndIsExactOnTwoNodes() {
        Map<String, String> alone = Map.of(
                "REDIS_URL", "redis://127.0.0.1:1",
                "KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1",
                "RATE_LIMIT_ENABLED", "true",
                "TOLLGATE_ROLES", "api");
        try (SecondNode node = SecondNode.start(clock, alone)) {
            String later = meters.metric("sum");
            WebTestClient there = machine.mutate().baseUrl(node.url()).build();

            List<Long> accepted = AtOnce.times(8, i -> accepted(i % 2 == 0 ? machine : there, later));

            assertThat(accepted.stream().mapToLong(Long::longValue).sum()).isEqualTo(50);
        }
        assertThat(stored()).isEqualTo("51 events, total 51");
    }

    private long accepted(WebTestClient client, String of) {
        return meters
                .tell(
                        client,
                        IntStream.range(0, 50)
                                .mapToObj(i -> Meters.event(subscription, of, "n" + i, 1))
                                .toList())
                .stream()
                .filter(result -> result.path("status").asString().equals("accepted"))
                .count();
    }

    private int tell(WebTestClient client, String name) {
        return Meters.send(client, HttpMethod.POST, "/billing/usage", Meters.event(subscription, metric, name, 1))
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }

    private List<Integer> waiting() {
        return db.sql(WAITING).mapValue(Integer.class).all().collectList().block();
    }

    private void hold(Connection holder) throws SQLException {
        holder.setAutoCommit(false);
        try (Statement statement = holder.createStatement()) {
            statement.execute("select * from usage_heads where subscription_id = '" + subscription + "' for update");
        }
    }

    private Connection open() throws SQLException {
        String[] parts = database.substring("postgresql://".length()).split("[:@]", 3);
        return DriverManager.getConnection(
                "jdbc:postgresql://%s?user=%s&password=%s".formatted(parts[2], parts[0], parts[1]));
    }

    private String stored() {
        return (String) meters.row("""
                select format('%%s events, total %%s',
                    (select count(*) from usage_events where subscription_id = '%1$s'),
                    (select sum(total) from usage_hours where subscription_id = '%1$s')) as stored
                """.formatted(subscription)).get("stored");
    }
}
