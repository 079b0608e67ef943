package io.tollgate.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The generator against a server of one thread: while one request waits, all wait. */
@NullUnmarked
class LoadGeneratorTest {

    private static final int CONNECTIONS = 4;
    private static final int OK = 200;
    private static final Duration WARM_UP = Duration.ofMillis(200);

    /** With the last answers. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int UNAVAILABLE = 503;

    @TempDir
    private Path directory;

    private HttpServer server;

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void countsAStallForAllRequestsThatWereDueInIt() throws IOException {
        serve(number -> {
            if (number == 70) {
                stall(Duration.ofMillis(300));
            }
            return OK;
        });

        LoadReport report = LoadGenerator.run(options(200, Duration.ofMillis(600), PATIENCE));

        assertThat(report.refusal()).isNull();
        assertThat(report.requests()).isEqualTo(120);
        assertThat(report.p999()).isGreaterThan(285);
        // 60 of the 120 were due while nobody answered. A closed loop would show as many slow ones as connections: 4.
        assertThat(report.p90()).isGreaterThan(150);
    }

    @Test
    void refusesToReportWhenItsScheduleWasNotKept() throws IOException {
        serve(_ -> {
            stall(Duration.ofMillis(100));
            return OK;
        });

        LoadReport report = LoadGenerator.run(options(200, Duration.ofMillis(500), Duration.ofMillis(500)));

        assertThat(report.refusal()).contains("never sent");
    }

    @Test
    void countsRefusalsAsErrors() throws IOException {
        // Of 280, the last hundred: those around the end of the warm-up may overtake each other.
        serve(number -> number < 180 ? OK : UNAVAILABLE);

        LoadReport report = LoadGenerator.run(options(400, Duration.ofMillis(500), PATIENCE));

        assertThat(report.errors()).containsOnlyKeys("status 503");
        assertThat(report.errorCount()).isEqualTo(100);
    }

    private LoadOptions options(double rate, Duration time, Duration drain) throws IOException {
        Path request = Files.writeString(directory.resolve("request"), "GET /\n");
        return new LoadOptions(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                request,
                null,
                rate,
                WARM_UP,
                time,
                CONNECTIONS,
                Duration.ofMillis(200),
                drain,
                null);
    }

    private void serve(IntFunction<Integer> status) throws IOException {
        AtomicInteger count = new AtomicInteger();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(exchange, status.apply(count.getAndIncrement())));
        server.start();
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private static void stall(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
