package io.tollgate.platform.web;

import io.tollgate.IntegrationTest;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Requests that go to the wrong place, or in the wrong way. */
@IntegrationTest
class MethodsAndPathsTest {

    @Autowired
    private WebTestClient http;

    @LocalServerPort
    private int port;

    @ParameterizedTest
    @CsvSource({
        "PUT, /test/echo, POST",
        "GET, /test/echo, POST",
        "HEAD, /test/echo, POST",
        "DELETE, /test/things, 'GET, HEAD, POST'",
        "OPTIONS, /test/things, 'GET, HEAD, POST'",
        "PATCH, /login, POST"
    })
    void says405WithWhatIsAllowed(String method, String path, String allowed) {
        WebTestClient.ResponseSpec answer =
                http.method(HttpMethod.valueOf(method)).uri(path).exchange();
        answer.expectStatus().isEqualTo(405).expectHeader().valueEquals("Allow", allowed);
        answer.expectHeader().contentType(MediaType.APPLICATION_PROBLEM_JSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/test/nothing", "/test/echo/", "/TEST/echo", "/nowhere", "/"})
    void says404ForAnUnknownPath(String path) {
        http.get()
                .uri(path)
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/test//echo", "/..%2f..%2fetc/passwd", "/test/%00", "/test/a;b=c", "/%2e%2e/etc/passwd"})
    void says400ForAPathThatMeansMischief(String path) {
        http.get()
                .uri(URI.create("http://127.0.0.1:" + port + path))
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("invalid_request");
    }

    @Test
    void answersHeadLikeGetWithoutTheBody() {
        byte[] page = http.get()
                .uri("/test/page")
                .exchange()
                .expectBody()
                .returnResult()
                .getResponseBody();
        http.head()
                .uri("/test/page")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentLength(page.length)
                .expectBody()
                .isEmpty();
        http.head().uri("/billing/plans").exchange().expectStatus().isOk();
        http.head()
                .uri("/test/nothing")
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectBody()
                .isEmpty();
    }
}
