package io.tollgate.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Bodies that are not what was asked for; {@link ErrorFormsTest} has the plain ones. */
@IntegrationTest
class BadBodiesTest {

    @Autowired
    private WebTestClient http;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"name\": }",
                "{\"name\": \"x\", \"part\": {\"name\": }}",
                "{'name': 'x'}",
                "name=x",
                "{\"name\": \"x\"} and more",
                "{\"name\": \"x\", \"name\": \"y\"}",
                "{\"name\": \"x\", \"name\": \"x\"}",
                "{\"name\": \"x\", \"n\\u0061me\": \"y\"}",
                "{\"name\": \"x\", \"part\": {\"name\": \"y\", \"name\": \"z\"}}",
                "{\"name\": NaN}",
                "{\"name\": \"\u0001\"}",
                "<name>x</name>"
            })
    void says400ForWhatIsNoJson(String body) {
        refused(echo(body), 400, "malformed_body");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\": 5}                                  | name",
                "{\"name\": true}                               | name",
                "{\"name\": [\"x\"]}                            | name",
                "{\"name\": {\"x\": 1}}                         | name",
                "{\"name\": \"x\", \"amount\": \"3\"}           | amount",
                "{\"name\": \"x\", \"amount\": 1.5}             | amount",
                "{\"name\": \"x\", \"amount\": 3000000000}      | amount",
                "{\"name\": \"x\", \"amount\": true}            | amount",
                "{\"name\": \"x\", \"amount\": -1}              | amount",
                "{\"name\": \"x\", \"wanted\": \"true\"}        | wanted",
                "{\"name\": \"x\", \"wanted\": 1}               | wanted",
                "{\"name\": \"x\", \"contact_email\": \"nobody\"} | contact_email",
                "{\"name\": \"  \"}                             | name",
                "{}                                             | name",
                "[]                                             | body",
                "\"x\"                                          | body",
                "7                                              | body"
            })
    void says422WithTheFieldForWhatIsNotValid(String body, String field) {
        refused(echo(body), 422, "validation_failed")
                .jsonPath("$.errors." + field)
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"role", "is_admin", "verified", "id", "provider", "contactEmail"})
    void refusesFieldsThatAreNotOfTheRequest(String field) {
        refused(echo("{\"name\": \"x\", \"%s\": \"admin\"}".formatted(field)), 422, "validation_failed")
                .jsonPath("$.errors." + field)
                .isEqualTo("Unknown field");
        refused(
                        echo("{\"name\": \"x\", \"part\": {\"name\": \"y\", \"%s\": 1}}".formatted(field)),
                        422,
                        "validation_failed")
                .jsonPath("$.errors." + field)
                .isEqualTo("Unknown field");
    }

    @Test
    void refusesDeepNesting() {
        refused(echo("{\"part\":".repeat(50_000)), 400, "malformed_body");
        refused(echo("[".repeat(100_000)), 422, "validation_failed");
    }

    @Test
    void refusesHugeNumbersAndTexts() {
        refused(echo("{\"name\": \"x\", \"amount\": " + "9".repeat(100_000) + "}"), 400, "malformed_body");
        refused(echo("{\"name\": \"" + "x".repeat(100_000) + "\"}"), 422, "validation_failed");
    }

    @Test
    void saysNoneOfWhatItIsMadeOf() {
        byte[] body = echo("{\"name\": 5}").expectBody().returnResult().getResponseBody();
        assertThat(new String(body, StandardCharsets.UTF_8)).doesNotContainIgnoringCase("jackson", "java.", "tollgate");
    }

    private WebTestClient.ResponseSpec echo(String body) {
        return http.post()
                .uri("/test/echo")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body.getBytes(StandardCharsets.UTF_8))
                .exchange();
    }

    private static WebTestClient.BodyContentSpec refused(WebTestClient.ResponseSpec answer, int status, String code) {
        return answer.expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo(code)
                .jsonPath("$.status")
                .isEqualTo(status)
                .jsonPath("$.requestId")
                .isNotEmpty();
    }
}
