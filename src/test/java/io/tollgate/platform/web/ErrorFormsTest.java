package io.tollgate.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import org.springframework.web.reactive.function.BodyInserters;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;

/** Whatever is wrong with a request, the answer is a problem document that says so and nothing of ours. */
@IntegrationTest
class ErrorFormsTest {

    private static final int TWO_MEGABYTES = 2_000_000;

    @Autowired
    private WebTestClient http;

    @LocalServerPort
    private int port;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{                                          | 400 | malformed_body",
                "{\"name\":\"a\"} trailing                  | 400 | malformed_body",
                "[]                                         | 422 | validation_failed",
                "\"text\"                                   | 422 | validation_failed",
                "null                                       | 400 | body_required",
                "{}                                         | 422 | validation_failed",
                "{\"name\":5}                               | 422 | validation_failed",
                "{\"name\":true}                            | 422 | validation_failed",
                "{\"name\":\"a\",\"amount\":\"5\"}          | 422 | validation_failed",
                "{\"name\":\"a\",\"amount\":-1}             | 422 | validation_failed",
                "{\"name\":\"a\",\"amount\":1e400}          | 422 | validation_failed",
                "{\"name\":\"a\",\"contact_email\":\"no\"}  | 422 | validation_failed",
                "{\"name\":\"a\",\"role\":\"admin\"}        | 422 | validation_failed",
                "{\"name\":\"a\",\"verified\":true}         | 422 | validation_failed",
                "{\"name\":\"a\",\"id\":\"1\"}              | 422 | validation_failed",
            })
    void tellsWhatIsWrongWithABody(String body, int status, String code) {
        problem(post(body), status, code);
    }

    @Test
    void namesTheFieldAsTheClientSpeltIt() {
        post("{\"name\":\"a\",\"contact_email\":\"no\"}")
                .expectBody()
                .jsonPath("$.errors.contact_email")
                .isEqualTo("value is not a valid email address");
        post("{\"name\":\"a\",\"part\":{\"name\":\"b\",\"role\":\"admin\"}}")
                .expectBody()
                .jsonPath("$.errors.role")
                .isEqualTo("Unknown field");
    }

    @Test
    void refusesNoBodyAtAll() {
        problem(
                http.post()
                        .uri("/test/echo")
                        .contentType(MediaType.APPLICATION_JSON)
                        .exchange(),
                400,
                "body_required");
    }

    @Test
    void refusesJsonAThousandLevelsDeep() {
        problem(post("{\"part\":".repeat(1000) + "1" + "}".repeat(1000)), 400, "malformed_body");
    }

    @Test
    void refusesTextThatIsNoUtf8() {
        byte[] body = "{\"name\":\"a?b\"}".getBytes(StandardCharsets.ISO_8859_1);
        body[10] = (byte) 0xC3;
        body[11] = (byte) 0x28;
        problem(
                http.post()
                        .uri("/test/echo")
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(body)
                        .exchange(),
                400,
                "malformed_body");
    }

    @Test
    void refusesTwoMegabytes() {
        problem(post("{\"name\":\"" + "a".repeat(TWO_MEGABYTES) + "\"}"), 413, "body_too_large");
    }

    @Test
    void refusesTwoMegabytesThatComeInChunks() {
        Flux<DataBuffer> chunks = Flux.range(0, 200)
                .map(_ -> DefaultDataBufferFactory.sharedInstance.wrap(
                        "a".repeat(TWO_MEGABYTES / 200).getBytes(StandardCharsets.US_ASCII)));
        problem(
                http.post()
                        .uri("/test/echo")
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(BodyInserters.fromDataBuffers(chunks))
                        .exchange(),
                413,
                "body_too_large");
    }

    @Test
    void refusesOtherMediaTypes() {
        for (String type : new String[] {"text/plain", "application/xml", "application/x-www-form-urlencoded"}) {
            problem(
                    http.post()
                            .uri("/test/echo")
                            .header("Content-Type", type)
                            .bodyValue("a=b")
                            .exchange(),
                    415,
                    "unsupported_media_type");
        }
    }

    @Test
    void unpacksNothing() {
        problem(
                http.post()
                        .uri("/test/echo")
                        .contentType(MediaType.APPLICATION_JSON)
                        .header("Content-Encoding", "gzip")
                        .bodyValue("{}")
                        .exchange(),
                415,
                "unsupported_media_type");
    }

    @Test
    void refusesAMediaTypeThatIsNone() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/test/echo"))
                .header("Content-Type", "not a type")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(415);
            assertThat(answer.body()).contains("unsupported_media_type");
        }
    }

    private ResponseSpec post(String body) {
        return http.post()
                .uri("/test/echo")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
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
