package io.tollgate.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What a client sees that announces a large body, byte by byte. */
@IntegrationTest
class LargeBodiesTest {

    private static final int TWO_MEGABYTES = 2_000_000;
    private static final int TEN_MEGABYTES = 10_000_000;
    private static final int HUNDRED_MEGABYTES = 100_000_000;

    @LocalServerPort
    private int port;

    @Test
    void areRefusedBeforeAnyOfThemIsSent() throws Exception {
        try (RawHttp client = new RawHttp(port)) {
            client.send(announcing(TWO_MEGABYTES));
            assertThat(client.answer())
                    .startsWith("HTTP/1.1 413 ")
                    .contains("application/problem+json", "\"body_too_large\"", "requestId");
        }
    }

    @Test
    void doNotCostTheirConnectionWhenTheyAreSentAllTheSame() throws Exception {
        try (RawHttp client = new RawHttp(port)) {
            client.send(announcing(TWO_MEGABYTES)).send("x".repeat(TWO_MEGABYTES));
            assertThat(client.answer()).startsWith("HTTP/1.1 413 ");
            client.send("GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(client.readToEnd()).startsWith("HTTP/1.1 200 ").endsWith("ok");
        }
    }

    @Test
    void areNotReadForEver() throws Exception {
        try (RawHttp client = new RawHttp(port)) {
            client.send(announcing(HUNDRED_MEGABYTES));
            assertThat(client.answer()).startsWith("HTTP/1.1 413 ");
            assertThat(client.sendUntilClosed(HUNDRED_MEGABYTES)).isLessThan(HUNDRED_MEGABYTES);
        }
    }

    /** Where more is allowed, ten megabytes are still too much. */
    @Test
    void areRefusedWhereMoreIsAllowedToo() throws Exception {
        try (RawHttp client = new RawHttp(port)) {
            client.send(announcing(TEN_MEGABYTES).replace("/test/echo", "/billing/usage/batch"));
            assertThat(client.answer()).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void areNotAskedForByContinue() throws Exception {
        try (RawHttp client = new RawHttp(port)) {
            client.send(announcing(TWO_MEGABYTES, "Expect: 100-continue\r\n"));
            assertThat(client.readToEnd()).startsWith("HTTP/1.1 413 ");
        }
    }

    private static String announcing(int bytes, String... headers) {
        return "POST /test/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: " + bytes
                + "\r\n" + String.join("", headers) + "\r\n";
    }
}
