package io.tollgate.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

class SlowClientsTest {

    private static final Duration PATIENCE = Duration.ofMillis(700);
    private static final Duration SOON = Duration.ofSeconds(10);

    private DisposableServer server;

    @BeforeEach
    void start() {
        server = serverWith(PATIENCE);
    }

    /** For what must not be hung up on, however slow the machine is that runs the test. */
    private void startPatiently() {
        server.disposeNow();
        server = serverWith(SOON);
    }

    private static DisposableServer serverWith(Duration patience) {
        return new SlowClients(new SlowClientsProperties(patience, patience, DataSize.ofKilobytes(64)))
                .apply(HttpServer.create())
                .host("127.0.0.1")
                .port(0)
                .route(routes -> routes.post(
                                "/early",
                                (_, response) -> response.status(413)
                                        .header("Content-Length", "0")
                                        .send())
                        .route(_ -> true, SlowClientsTest::read))
                .bindNow();
    }

    private static Mono<Void> read(HttpServerRequest request, HttpServerResponse response) {
        return request.receive()
                .aggregate()
                .asString()
                .defaultIfEmpty("")
                .flatMap(body -> response.sendString(Mono.just("got " + body)).then());
    }

    @AfterEach
    void stop() {
        server.disposeNow();
    }

    @Test
    void hangsUpOnHeadersThatDoNotEnd() throws Exception {
        Instant before = Instant.now();
        try (RawHttp client = new RawHttp(server.port())) {
            assertThat(client.send("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ").readToEnd())
                    .isEmpty();
        }
        assertThat(Duration.between(before, Instant.now())).isBetween(Duration.ofMillis(500), SOON);
    }

    @Test
    void hangsUpOnTheSecondRequestOfAConnectionToo() throws Exception {
        try (RawHttp client = new RawHttp(server.port())) {
            assertThat(client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").statusLine())
                    .isEqualTo("HTTP/1.1 200 OK");
            assertThat(client.send("GET / HTT").readToEnd()).doesNotContain("HTTP/1.1 2");
        }
    }

    @Test
    void hangsUpOnABodyThatDoesNotEnd() throws Exception {
        Instant before = Instant.now();
        try (RawHttp client = new RawHttp(server.port())) {
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nslow");
            assertThat(client.readToEnd()).doesNotContain("200 OK");
        }
        assertThat(Duration.between(before, Instant.now())).isLessThan(SOON);
    }

    @Test
    void hangsUpOnABodyThatNobodyReadsAnyMore() throws Exception {
        try (RawHttp client = new RawHttp(server.port())) {
            client.send("POST /early HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nslow");
            assertThat(client.statusLine()).contains("413");
            // Two lines of headers and an end, no second answer.
            assertThat(client.readToEnd()).doesNotContain("HTTP/1.1");
        }
    }

    @Test
    void readsNoMoreThanItWouldThrowAway() throws Exception {
        try (RawHttp client = new RawHttp(server.port())) {
            client.send("POST /early HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n");
            assertThat(client.statusLine()).contains("413");
            assertThat(client.sendUntilClosed(100_000_000)).isLessThan(100_000_000);
        }
    }

    @Test
    void countsEachBodyForItself() throws Exception {
        startPatiently();
        try (RawHttp client = new RawHttp(server.port())) {
            for (int i = 0; i < 5; i++) {
                client.send("POST /early HTTP/1.1\r\nHost: x\r\nContent-Length: 40000\r\n\r\n" + "x".repeat(40_000));
                assertThat(client.answer()).contains("413");
            }
        }
    }

    @Test
    void leavesHeadersAloneThatComeInPiecesButInTime() throws Exception {
        startPatiently();
        try (RawHttp client = new RawHttp(server.port())) {
            client.send("POST / HTTP/1.1\r\nHo")
                    .send("st: x\r\nContent-Length: 2\r\n")
                    .send("\r\no")
                    .send("k");
            assertThat(client.statusLine()).isEqualTo("HTTP/1.1 200 OK");
        }
    }

    @Test
    void leavesAConnectionAloneThatRestsBetweenRequests() throws Exception {
        try (RawHttp client = new RawHttp(server.port());
                RawHttp clock = new RawHttp(server.port())) {
            assertThat(client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").statusLine())
                    .isEqualTo("HTTP/1.1 200 OK");
            // Another one is cut off meanwhile: so much time has passed.
            assertThat(clock.send("GET").readToEnd()).isEmpty();
            client.send("GET /again HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(client.readToEnd()).contains("HTTP/1.1 200 OK");
        }
    }
}
