package io.tollgate.billing.stripe;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Answers with what a test dictates, one answer after the other and then the last one for ever, and notes what was asked. */
final class StripeStub implements AutoCloseable {

    record Seen(String method, String uri, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.get(name.toLowerCase(Locale.ROOT));
        }
    }

    /** @param status 0 closes the connection without an answer */
    record Answer(int status, Map<String, String> headers, String body, Duration delay) {

        static final Answer PRODUCT =
                ok("{\"id\": \"prod_1\", \"object\": \"product\", \"name\": \"Pro\", \"active\": true}");
        static final Answer RESET = new Answer(0, Map.of(), "", Duration.ZERO);

        static Answer ok(String body) {
            return new Answer(200, Map.of(), body, Duration.ZERO);
        }

        static Answer error(int status, String type) {
            String body =
                    "{\"error\": {\"type\": \"%s\", \"message\": \"No such person: jo@example.com\"}}".formatted(type);
            return new Answer(status, Map.of("Request-Id", "req_1"), body, Duration.ZERO);
        }

        Answer shouldRetry(boolean retry) {
            return new Answer(status, Map.of("Stripe-Should-Retry", Boolean.toString(retry)), body, delay);
        }

        Answer replayed() {
            return new Answer(status, Map.of("Idempotent-Replayed", "true"), body, delay);
        }

        Answer after(Duration time) {
            return new Answer(status, headers, body, time);
        }
    }

    final List<Seen> seen = new CopyOnWriteArrayList<>();
    final AtomicInteger mostAtOnce = new AtomicInteger();

    private final Queue<Answer> answers = new ArrayDeque<>();
    private final AtomicInteger running = new AtomicInteger();
    private volatile Sinks.Empty<Void> gate = open();
    private final DisposableServer server =
            HttpServer.create().host("127.0.0.1").port(0).handle(this::handle).bindNow();

    StripeStub(Answer... answers) {
        answer(answers);
    }

    synchronized void answer(Answer... next) {
        answers.clear();
        answers.addAll(Arrays.asList(next));
    }

    /** From now on all that is asked waits for {@link #release}. */
    void hold() {
        gate = Sinks.empty();
    }

    void release() {
        gate.emitEmpty(Sinks.EmitFailureHandler.FAIL_FAST);
    }

    private static Sinks.Empty<Void> open() {
        Sinks.Empty<Void> open = Sinks.empty();
        open.emitEmpty(Sinks.EmitFailureHandler.FAIL_FAST);
        return open;
    }

    String base() {
        return "http://127.0.0.1:" + server.port();
    }

    @Override
    public void close() {
        server.disposeNow();
    }

    private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        return request.receive().aggregate().asString().defaultIfEmpty("").flatMap(body -> {
            Map<String, String> headers = new HashMap<>();
            request.requestHeaders().forEach(h -> headers.put(h.getKey().toLowerCase(Locale.ROOT), h.getValue()));
            seen.add(new Seen(request.method().name(), request.uri(), headers, body));
            mostAtOnce.accumulateAndGet(running.incrementAndGet(), Math::max);
            Answer answer = next();
            // Counted down before the answer is sent: the client may send its next call before a count after it is
            // made.
            return Mono.delay(answer.delay())
                    .then(gate.asMono())
                    .doOnTerminate(running::decrementAndGet)
                    .doOnCancel(running::decrementAndGet)
                    .then(Mono.defer(() -> send(response, answer)));
        });
    }

    private synchronized Answer next() {
        return answers.size() > 1 ? answers.remove() : answers.element();
    }

    private static Mono<Void> send(HttpServerResponse response, Answer answer) {
        if (answer.status() == 0) {
            return Mono.fromRunnable(() ->
                    response.withConnection(connection -> connection.channel().close()));
        }
        response.status(answer.status());
        answer.headers().forEach(response::header);
        return response.send(Mono.just(Unpooled.copiedBuffer(answer.body(), StandardCharsets.UTF_8)))
                .then();
    }
}
