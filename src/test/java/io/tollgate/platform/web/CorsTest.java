package io.tollgate.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.WebTestClient;

@IntegrationTest
class CorsTest {

    private static final String OURS = "http://tollgate.test";
    private static final String FOREIGN = "https://evil.example";

    @Autowired
    private WebTestClient http;

    @Test
    void letsPagesOfAllowedOriginsCall() {
        preflight(OURS, "POST", "authorization, content-type, idempotency-key")
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, OURS)
                .expectHeader()
                .valueEquals(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
        http.get()
                .uri("/test/things")
                .header(HttpHeaders.ORIGIN, OURS)
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, OURS);
    }

    @ParameterizedTest
    @CsvSource({"/test/fault, 500", "/test/nothing, 404", "/test/echo, 405", "/test/things?limit=0, 422", "/me, 401"})
    void letsPagesOfAllowedOriginsReadWhatWentWrong(String path, int status) {
        http.get()
                .uri(path)
                .header(HttpHeaders.ORIGIN, OURS)
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .valueEquals(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, OURS)
                .expectHeader()
                .valueEquals(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true")
                .expectHeader()
                .exists(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS);
    }

    @Test
    void letsThemReadWhichHeadersTheyNeed() {
        String exposed = http.get()
                .uri("/test/things")
                .header(HttpHeaders.ORIGIN, OURS)
                .exchange()
                .expectBody()
                .returnResult()
                .getResponseHeaders()
                .getFirst(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS);
        assertThat(exposed.split(", "))
                .contains("Idempotent-Replayed", "X-Request-Id", "RateLimit", "RateLimit-Policy", "Retry-After");
    }

    @Test
    void refusesPagesOfOtherOrigins() {
        preflight(FOREIGN, "POST", "authorization")
                .expectStatus()
                .isForbidden()
                .expectHeader()
                .doesNotExist(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN);
        http.post()
                .uri("/test/echo")
                .header(HttpHeaders.ORIGIN, FOREIGN)
                .exchange()
                .expectStatus()
                .isForbidden()
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("origin_not_allowed");
    }

    @Test
    void refusesMethodsAndHeadersThatAreNotOfTheApi() {
        preflight(OURS, "TRACE", "content-type").expectStatus().isForbidden();
        preflight(OURS, "POST", "x-anything").expectStatus().isForbidden();
    }

    private WebTestClient.ResponseSpec preflight(String origin, String method, String headers) {
        return http.options()
                .uri("/test/echo")
                .header(HttpHeaders.ORIGIN, origin)
                .header(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD, method)
                .header(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS, headers)
                .exchange();
    }
}
