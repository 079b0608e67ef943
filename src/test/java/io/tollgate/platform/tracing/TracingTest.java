package io.tollgate.platform.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.tracing.Tracer;
import io.tollgate.Awaiting;
import io.tollgate.FreshDatabase;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.SecondNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;

@IntegrationTest
class TracingTest {

    private static final String PATH = "/v1/traces";

    private final List<String> collected = new CopyOnWriteArrayList<>();

    @Autowired
    private ObjectProvider<Tracer> tracer;

    @Autowired
    private MutableClock clock;

    @Test
    void makesNoSpansThatNobodyCollects() {
        assertThat(tracer.getIfAvailable()).isNull();
    }

    @Test
    void tellsTheCollectorOfARequestAndOfTheJobThatItCaused() throws Exception {
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext(PATH, this::collect);
        collector.start();
        String trace = UUID.randomUUID().toString().replace("-", "");
        try (SecondNode node = node(collector.getAddress().getPort())) {
            node.http()
                    .post()
                    .uri("/register")
                    .header("traceparent", "00-" + trace + "-b7ad6b7169203331-01")
                    .bodyValue(Map.of(
                            "email", "traced@example.com",
                            "username", "traced",
                            "password", "rather long and odd 42"))
                    .exchange()
                    .expectStatus()
                    .isCreated();
            Awaiting.until("the request's span", () -> isCollected(trace, "http post /register"));
            Awaiting.until("the job's span", () -> isCollected(trace, "job mail.send"));
        } finally {
            collector.stop(0);
        }
    }

    /** Protobuf has ids and names as they are. */
    private boolean isCollected(String trace, String name) {
        String id = new String(HexFormat.of().parseHex(trace), StandardCharsets.ISO_8859_1);
        return collected.stream().anyMatch(spans -> spans.contains(id) && spans.contains(name));
    }

    private void collect(HttpExchange exchange) throws IOException {
        collected.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private SecondNode node(int collector) {
        return SecondNode.start(
                clock,
                Map.of(
                        "DATABASE_URL",
                        FreshDatabase.create(),
                        "KAFKA_TOPIC_PREFIX",
                        "tracing-" + UUID.randomUUID() + ".",
                        "tollgate.kafka.partitions",
                        "1",
                        "management.opentelemetry.tracing.export.otlp.endpoint",
                        "http://127.0.0.1:" + collector + PATH,
                        "management.opentelemetry.tracing.export.schedule-delay",
                        "100ms"));
    }
}
