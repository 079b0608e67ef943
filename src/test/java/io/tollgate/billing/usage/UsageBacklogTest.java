package io.tollgate.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.billing.Meters;
import io.tollgate.billing.metric.Metrics;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.r2dbc.connection.SingleConnectionFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A database that hangs, and producers that go on. */
@IntegrationTest
class UsageBacklogTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private ConnectionFactory connections;

    @Autowired
    private MutableClock clock;

    @Autowired
    private Metrics metrics;

    @Autowired
    private UsageReader reader;

    @Autowired
    private UsageIntake intake;

    private final JsonMapper json = new JsonMapper();

    @Test
    void isRefusedBeforeItFillsTheMemory() {
        Meters meters = new Meters(http, users, db);
        String metric = meters.metric("sum");
        UUID subscription = meters.subscription(
                users.signUp(), meters.planOf(metric), clock.instant().minus(Duration.ofDays(1)));
        UsageProperties small =
                new UsageProperties(Duration.ofDays(35), Duration.ofMinutes(5), Duration.ofDays(400), 10, "usage");
        UsageDesk desk = new UsageDesk(metrics, reader, intake, small, new SimpleMeterRegistry());
        Connection connection = Mono.from(connections.create()).block();
        List<CompletableFuture<List<UsageResult>>> told = new ArrayList<>();
        CompletableFuture<List<UsageResult>> refused;
        try {
            DatabaseClient hanging =
                    DatabaseClient.create(new SingleConnectionFactory(connection, connections.getMetadata(), true));
            hanging.sql("begin").then().block();
            hanging.sql("lock table usage_keys in exclusive mode").then().block();
            // Two on their way, two that wait, and one too many: whichever reads its metric last.
            IntStream.range(0, 5)
                    .forEach(i ->
                            told.add(desk.tell(events(subscription, metric, i)).toFuture()));

            Awaiting.until("one is turned away", () -> told.stream().anyMatch(CompletableFuture::isDone));
            refused =
                    told.stream().filter(CompletableFuture::isDone).findFirst().orElseThrow();
            assertThat(refused.exceptionNow()).isInstanceOfSatisfying(ApiException.class, refusal -> {
                assertThat(refusal.code()).isEqualTo(ErrorCode.BUSY);
                assertThat(refusal.headers().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("2");
            });
            hanging.sql("rollback").then().block();
        } finally {
            Mono.from(connection.close()).block();
        }

        int again = told.indexOf(refused);
        told.remove(again);
        assertThat(told)
                .hasSize(4)
                .allSatisfy(batch -> assertThat(batch.join()).hasSize(5).containsOnly(UsageResult.ACCEPTED));
        assertThat(desk.tell(events(subscription, metric, again)).block()).containsOnly(UsageResult.ACCEPTED);
    }

    private List<JsonNode> events(UUID subscription, String metric, int batch) {
        return IntStream.range(0, 5)
                .mapToObj(i -> json.<JsonNode>valueToTree(Meters.event(subscription, metric, batch + "-" + i, 1)))
                .toList();
    }
}
