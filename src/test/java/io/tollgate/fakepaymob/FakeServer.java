package io.tollgate.fakepaymob;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.OwnThreads;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** A small server that can be told to keep its answers to itself. */
final class FakeServer {

    private final Map<String, Integer> silent = new ConcurrentHashMap<>();
    private final Map<String, Integer> lost = new ConcurrentHashMap<>();
    private final Map<String, Integer> lockedOut = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Function<Request, Answer> work;
    private final DisposableServer server;

    FakeServer(int port, Function<Request, Answer> work) {
        this.work = work;
        this.server = HttpServer.create()
                .host("localhost")
                .port(port)
                .handle(this::handle)
                .bindNow(Duration.ofSeconds(10));
    }

    record Request(String method, String path, String query, String authorization, String body) {}

    /** @param type of its content; for a status of 303 the body is where to go */
    record Answer(int status, String type, String body) {

        static Answer json(int status, String body) {
            return new Answer(status, "application/json", body);
        }

        static Answer html(int status, String body) {
            return new Answer(status, "text/html; charset=utf-8", body);
        }

        static Answer seeOther(String place) {
            return new Answer(303, "text/plain", place);
        }
    }

    String baseUrl() {
        return "http://localhost:" + server.port();
    }

    void acceptInSilence(String path, int times) {
        silent.merge(path, times, Integer::sum);
    }

    void lose(String path, int times) {
        lost.merge(path, times, Integer::sum);
    }

    void lockOut(String path, int times) {
        lockedOut.merge(path, times, Integer::sum);
    }

    long called(String path) {
        return calls.stream().filter(path::equals).count();
    }

    void close(Duration patience) {
        server.disposeNow(patience);
    }

    private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        String[] target = request.uri().split("\\?", 2);
        return request.receive()
                .aggregate()
                .asString(UTF_8)
                .defaultIfEmpty("")
                .publishOn(OwnThreads.SCHEDULER)
                .flatMap(body -> isOne(lost, target[0])
                        ? brokenOff(target[0], response)
                        : answered(
                                new Request(
                                        request.method().name(),
                                        target[0],
                                        target.length == 1 ? "" : target[1],
                                        String.valueOf(request.requestHeaders().get("Authorization")),
                                        body),
                                response));
    }

    private Mono<Void> answered(Request request, HttpServerResponse response) {
        Answer answer = answer(request);
        return isOne(silent, request.path()) ? Mono.never() : send(response, answer);
    }

    private Mono<Void> brokenOff(String path, HttpServerResponse response) {
        calls.add(path);
        return Mono.fromRunnable(
                () -> response.withConnection(connection -> connection.channel().close()));
    }

    private Answer answer(Request request) {
        calls.add(request.path());
        return isOne(lockedOut, request.path()) ? Answer.json(401, "{}") : work.apply(request);
    }

    private static Mono<Void> send(HttpServerResponse response, Answer answer) {
        if (answer.status() == 303) {
            return response.status(303).header("Location", answer.body()).send().then();
        }
        return response.status(answer.status())
                .header("Content-Type", answer.type())
                .sendString(Mono.just(answer.body()))
                .then();
    }

    private static synchronized boolean isOne(Map<String, Integer> left, String path) {
        return left.getOrDefault(path, 0) > 0 && left.merge(path, -1, Integer::sum) >= 0;
    }
}
