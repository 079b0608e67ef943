package io.tollgate.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.OwnThreads;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Posts JSON and looks at the answer. */
public record AuthCalls(WebTestClient http) {

    public AuthCalls with(String bearer) {
        return new AuthCalls(http.mutate()
                .defaultHeaders(headers -> headers.setBearerAuth(bearer))
                .build());
    }

    public EntityExchangeResult<JsonNode> send(String path, Map<String, ?> body) {
        return http.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult();
    }

    /** The body, when the status is this one. */
    public JsonNode post(String path, Map<String, ?> body, int status) {
        EntityExchangeResult<JsonNode> result = send(path, body);
        assertThat(result.getStatus().value())
                .as("%s %s", path, result.getResponseBody())
                .isEqualTo(status);
        return result.getResponseBody();
    }

    /** All at once; how each was answered. */
    public List<Integer> race(int times, String path, Map<String, ?> body) {
        return Flux.fromStream(IntStream.range(0, times).boxed())
                .flatMap(
                        _ -> Mono.fromCallable(
                                        () -> send(path, body).getStatus().value())
                                .subscribeOn(OwnThreads.SCHEDULER),
                        times)
                .collectList()
                .block();
    }

    public @Nullable String message(String path, Map<String, ?> body, int status) {
        JsonNode message = post(path, body, status).get("message");
        return message == null ? null : message.asString();
    }
}
