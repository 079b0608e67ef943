package io.tollgate.stripeemulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.util.Locale;
import java.util.TreeMap;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** The HTTP side: reads a request on an event loop, has it decided on the state thread, and carries the reply out. */
final class EmulatorServer {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final StateThread state;
    private final Machine machine;
    private final ControlRoutes controls;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final DisposableServer server;

    EmulatorServer(StripeEmulator.Settings settings, StateThread state, Machine machine) {
        this.state = state;
        this.machine = machine;
        this.controls = new ControlRoutes(machine);
        this.server = HttpServer.create()
                .host(settings.host())
                .port(settings.port())
                .doOnConnection(connection -> connections.add(connection.channel()))
                .handle(this::handle)
                .bindNow(PATIENCE);
    }

    String baseUrl() {
        var host = server.host();
        boolean local = host.equals("0.0.0.0") || host.startsWith("127.") || host.startsWith("0:0");
        return "http://" + (local ? "localhost" : host) + ":" + server.port();
    }

    void stop() {
        server.disposeNow(PATIENCE);
        var _ = connections.close();
    }

    private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        return request.receive()
                .aggregate()
                .asByteArray()
                .defaultIfEmpty(new byte[0])
                .map(body -> read(request, new String(body, UTF_8)))
                .flatMap(read -> state.mono(() -> decide(read)))
                .flatMap(reply -> carryOut(reply, response));
    }

    private static Request read(HttpServerRequest request, String body) {
        var uri = request.uri();
        int query = uri.indexOf('?');
        var headers = new TreeMap<String, String>();
        request.requestHeaders()
                .forEach(header -> headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
        return new Request(
                request.method().name(),
                query < 0 ? uri : uri.substring(0, query),
                query < 0 ? "" : uri.substring(query + 1),
                headers,
                body);
    }

    private Reply decide(Request request) {
        try {
            return understood(request);
        } catch (RuntimeException bug) {
            System.getLogger("stripe-emulator").log(System.Logger.Level.ERROR, request.path(), bug);
            return new Reply.Now(Answer.json(500, StripeFailure.bug(bug).body()));
        }
    }

    private Reply understood(Request request) {
        if (request.path().startsWith("/v1/")) {
            return machine.api().reply(request);
        }
        boolean control = request.path().startsWith("/_emulator/");
        return new Reply.Now(
                control ? controls.answer(request) : machine.pages().answer(request));
    }

    private Mono<Void> carryOut(Reply reply, HttpServerResponse response) {
        return switch (reply) {
            case Reply.Now(var answer) -> send(answer, response);
            case Reply.Later(var answer, var moment, var answered) ->
                Mono.ignoreElements(moment)
                        .then(state.mono(() -> {
                            answered.run();
                            return answer;
                        }))
                        .flatMap(late -> send(late, response));
            case Reply.Silence() -> Mono.never();
            case Reply.Reset() ->
                Mono.fromRunnable(() -> response.withConnection(connection -> reset(connection.channel())));
        };
    }

    private static Mono<Void> send(Answer answer, HttpServerResponse response) {
        response.status(answer.status());
        answer.headers().forEach(response::header);
        return response.sendByteArray(Mono.just(answer.body().getBytes(UTF_8))).then();
    }

    /** Ends with a TCP reset instead of an orderly close. */
    private static void reset(Channel channel) {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        var _ = channel.close();
    }
}
