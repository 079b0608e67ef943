package io.tollgate.platform.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A client that repeats itself. */
record RepeatingClient(WebTestClient http) {

    /** Threads of the tests' own: waiting on the application's would starve it. One that is given up is interrupted, and hangs up. */
    private static final Scheduler CALLERS =
            Schedulers.fromExecutorService(Executors.newVirtualThreadPerTaskExecutor());

    EntityExchangeResult<byte[]> create(@Nullable String user, @Nullable String key, String thing) {
        return post("/test/things", user, key, "{\"name\": \"%s\"}".formatted(thing));
    }

    Mono<EntityExchangeResult<byte[]>> creating(String user, String key, String thing) {
        return Mono.fromCallable(() -> create(user, key, thing)).subscribeOn(CALLERS);
    }

    EntityExchangeResult<byte[]> post(String path, @Nullable String user, @Nullable String key, String body) {
        return http.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .headers(headers -> {
                    if (user != null) {
                        headers.set("X-Test-User", user);
                    }
                    if (key != null) {
                        headers.set("Idempotency-Key", key);
                    }
                })
                .bodyValue(body)
                .exchange()
                .expectBody()
                .returnResult();
    }

    static boolean replayed(EntityExchangeResult<byte[]> answer) {
        return "true".equals(answer.getResponseHeaders().getFirst("Idempotent-Replayed"));
    }

    static String body(EntityExchangeResult<byte[]> answer, int status) {
        String body = new String(answer.getResponseBody(), StandardCharsets.UTF_8);
        assertThat(answer.getStatus().value()).as(body).isEqualTo(status);
        return body;
    }
}
