package io.tollgate.fakeprovider;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.tollgate.OwnThreads;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** HTTP in, HTTP out; what to answer is decided off the event loop, since signing blocks. */
final class FakeServer {

    /** Never answered within anybody's patience. */
    static final Reply SILENCE = Reply.json(-1, "");

    /** The connection breaks instead of an answer. */
    static final Reply RESET = Reply.json(-2, "");

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Function<Call, Reply> decide;
    private final DisposableServer server;

    FakeServer(int port, Function<Call, Reply> decide) {
        this.decide = decide;
        this.server = HttpServer.create()
                .host("localhost")
                .port(port)
                .handle(this::handle)
                .bindNow(PATIENCE);
    }

    String baseUrl() {
        return "http://localhost:" + server.port();
    }

    void stop() {
        server.disposeNow(PATIENCE);
    }

    private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        return request.receive()
                .aggregate()
                .asString(UTF_8)
                .defaultIfEmpty("")
                .map(body -> read(request, body))
                .publishOn(OwnThreads.SCHEDULER)
                .map(decide)
                .flatMap(reply -> carryOut(reply, response));
    }

    private static Call read(HttpServerRequest request, String body) {
        String uri = request.uri();
        int query = uri.indexOf('?');
        Map<String, String> form = request.method().name().equals("POST") ? Call.parse(body) : Map.of();
        return new Call(
                query < 0 ? uri : uri.substring(0, query),
                Call.parse(query < 0 ? "" : uri.substring(query + 1)),
                form,
                bearer(request.requestHeaders().get("Authorization")),
                String.valueOf(request.requestHeaders().get("Accept")).contains("application/json"));
    }

    private static @Nullable String bearer(@Nullable String header) {
        return header != null && header.startsWith("Bearer ") ? header.substring(7) : null;
    }

    private static Mono<Void> carryOut(Reply reply, HttpServerResponse response) {
        if (reply == SILENCE) {
            return Mono.never();
        }
        if (reply == RESET) {
            return Mono.fromRunnable(() -> response.withConnection(connection -> reset(connection.channel())));
        }
        response.status(reply.status());
        response.header("Content-Type", reply.type());
        reply.headers().forEach(response::header);
        return response.sendByteArray(Mono.just(reply.body().getBytes(UTF_8))).then();
    }

    private static void reset(Channel channel) {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        var _ = channel.close();
    }
}
