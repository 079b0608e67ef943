package io.tollgate.platform.web;

import io.tollgate.IntegrationTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

@IntegrationTest
class UnknownRoutesTest {

    @Autowired
    private WebTestClient http;

    @Test
    void answersAnUnknownPathWithAProblemDocument() {
        http.get()
                .uri("/no/such/thing")
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectHeader()
                .exists("X-Request-Id")
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("not_found")
                .jsonPath("$.requestId")
                .isNotEmpty();
    }
}
