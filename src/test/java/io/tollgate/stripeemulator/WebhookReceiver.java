package io.tollgate.stripeemulator;

import io.tollgate.OwnThreads;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** An endpoint that keeps what it gets and answers 200, or what it was told to answer first. */
final class WebhookReceiver implements AutoCloseable {
    record Received(String signature, String body) {
        String type() {
            return Json.string(Json.object(body), "type");
        }

        String eventId() {
            return Json.string(Json.object(body), "id");
        }
    }

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Queue<Integer> nextStatuses = new ConcurrentLinkedQueue<>();
    private final DisposableServer server = HttpServer.create()
            .host("localhost")
            .handle((request, response) -> request.receive()
                    .aggregate()
                    .asString()
                    .flatMap(body -> {
                        received.add(new Received(request.requestHeaders().get("Stripe-Signature"), body));
                        var status = nextStatuses.poll();
                        return response.status(status == null ? 200 : status).send();
                    }))
            .bindNow();

    String url() {
        return "http://localhost:" + server.port() + "/webhook";
    }

    void answerFirst(Integer... statuses) {
        nextStatuses.addAll(List.of(statuses));
    }

    List<Received> received() {
        return received;
    }

    List<String> types() {
        return received.stream().map(Received::type).toList();
    }

    void await(int count) {
        awaitUntil(() -> received.size() >= count, () -> "only " + received.size() + " of " + count + ": " + types());
    }

    /** Polls for up to ten seconds, on threads that may wait for a control's answer. */
    static void awaitUntil(BooleanSupplier condition, Supplier<String> otherwise) {
        var met = Mono.fromSupplier(condition::getAsBoolean)
                .subscribeOn(OwnThreads.SCHEDULER)
                .filter(Boolean::booleanValue)
                .repeatWhenEmpty(again -> again.delayElements(Duration.ofMillis(20)))
                .timeout(Duration.ofSeconds(10), Mono.just(false))
                .block();
        if (met == null || !met) {
            throw new AssertionError(otherwise.get());
        }
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
