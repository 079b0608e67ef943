package io.tollgate.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.HeaderAssertions;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.json.JsonMapper;

/** What every answer looks like, whatever was asked. */
@IntegrationTest
class AnswerFormsTest {

    @Autowired
    private WebTestClient http;

    @Test
    void saysWhichMethodsAPathHas() {
        problem(http.method(HttpMethod.DELETE).uri("/test/things").exchange(), 405, "method_not_allowed")
                .answer()
                .expectHeader()
                .valueEquals("Allow", "GET, HEAD, POST");
        problem(http.get().uri("/login").exchange(), 405, "method_not_allowed");
    }

    @Test
    void knowsUnknownPaths() {
        problem(http.get().uri("/test/nothing").exchange(), 404, "not_found");
        problem(http.get().uri("/%2e%2e/etc/passwd").exchange(), 400, "invalid_request");
    }

    @Test
    void saysWhenItHasNothingOfTheKindThatIsAskedFor() {
        problem(http.get().uri("/v3/api-docs").accept(MediaType.IMAGE_PNG).exchange(), 406, "not_acceptable");
    }

    @ParameterizedTest
    @CsvSource({"limit=0", "limit=101", "limit=x", "offset=-1", "offset=99999999999"})
    void refusesPagesThatCannotBe(String query) {
        problem(http.get().uri("/test/things?" + query).exchange(), 422, "validation_failed");
    }

    @Test
    void tellsNothingOfItsOwnFaults() {
        for (String path : new String[] {"/test/fault", "/test/thrown"}) {
            assertThat(problem(http.get().uri(path).exchange(), 500, "internal").text())
                    .doesNotContain("secret", "Exception", "hunter2");
        }
    }

    @Test
    void takesOverARequestIdOnlyWhenItIsPlain() {
        http.get()
                .uri("/healthz")
                .header("X-Request-Id", "order-17.a")
                .exchange()
                .expectHeader()
                .valueEquals("X-Request-Id", "order-17.a");
        for (String given : new String[] {"a b", "<script>", "x".repeat(65)}) {
            http.get()
                    .uri("/healthz")
                    .header("X-Request-Id", given)
                    .exchange()
                    .expectHeader()
                    .value(
                            "X-Request-Id",
                            id -> assertThat(id).isNotEqualTo(given).hasSize(36));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/healthz", "/billing/plans", "/me", "/test/fault", "/nowhere", "/docs"})
    void answersEverythingWithSecurityHeaders(String path) {
        headers(path)
                .valueEquals(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'");
    }

    /** Their scripts and pictures are their own. */
    @ParameterizedTest
    @CsvSource({
        "/webjars/swagger-ui/index.html, 200",
        "/webjars/swagger-ui/swagger-ui.css, 200",
        "/webjars/nothing, 404"
    })
    void letsPagesOfTheDocumentationLoadTheirOwnParts(String path, int status) {
        http.get().uri(path).exchange().expectStatus().isEqualTo(status);
        headers(path)
                .valueEquals(
                        "Content-Security-Policy",
                        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'");
    }

    private HeaderAssertions headers(String path) {
        ResponseSpec answer = http.get().uri(path).exchange();
        answer.expectHeader()
                .valueEquals("X-Content-Type-Options", "nosniff")
                .expectHeader()
                .valueEquals("X-Frame-Options", "DENY")
                .expectHeader()
                .valueEquals("Referrer-Policy", "no-referrer")
                .expectHeader()
                .valueEquals("Cross-Origin-Resource-Policy", "same-site")
                .expectHeader()
                .valueEquals("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
                .expectHeader()
                .exists("X-Request-Id");
        return answer.expectHeader();
    }

    @Test
    void letsNoForeignOriginIn() {
        http.options()
                .uri("/login")
                .header("Origin", "https://evil.example")
                .header("Access-Control-Request-Method", "POST")
                .exchange()
                .expectStatus()
                .isForbidden()
                .expectHeader()
                .doesNotExist("Access-Control-Allow-Origin");
    }

    private static Told problem(ResponseSpec answer, int status, String code) {
        byte[] body = answer.expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .returnResult()
                .getResponseBody();
        Map<?, ?> document = JsonMapper.shared().readValue(body, Map.class);
        assertThat(document.get("code")).isEqualTo(code);
        assertThat(document.get("status")).isEqualTo(status);
        assertThat(document.keySet().toString()).contains("type", "title", "detail", "requestId");
        return new Told(answer, new String(body, StandardCharsets.UTF_8));
    }

    private record Told(ResponseSpec answer, String text) {}
}
