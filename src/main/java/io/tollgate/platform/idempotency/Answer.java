package io.tollgate.platform.idempotency;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** An answer as bytes: what was sent the first time and is sent again. */
record Answer(int status, Map<String, List<String>> headers, byte[] body) {

    private static final Set<Integer> PASSING = Set.of(401, 403, 408, 409, 415, 422, 425, 429);

    /**
     * Answers that would be the same again. Not those of a fault of ours, nor those that say that the work was not begun: who is
     * told to sign in, to slow down, to correct the body or its type or to wait for what is under way must not hear so for another
     * day.
     */
    boolean lasting() {
        return lasting(status);
    }

    static boolean lasting(int status) {
        return status < 500 && !PASSING.contains(status);
    }

    Mono<ServerResponse> send() {
        return response().bodyValue(body);
    }

    Mono<ServerResponse> replay() {
        return response().header("Idempotent-Replayed", "true").bodyValue(body);
    }

    private ServerResponse.BodyBuilder response() {
        return ServerResponse.status(HttpStatusCode.valueOf(status)).headers(all -> headers.forEach(all::put));
    }
}
