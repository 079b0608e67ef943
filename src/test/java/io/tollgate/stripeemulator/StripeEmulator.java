package io.tollgate.stripeemulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** A Stripe account in memory behind HTTP: the API, hosted pages, webhooks and the controls of a test. */
public final class StripeEmulator {
    /**
     * How to start.
     *
     * @param port 0 for any free one
     * @param apiKey the secret key callers must present
     * @param webhookUrl where events go from the start, null for nowhere yet
     * @param webhookTries attempts for each delivery before it is given up
     * @param webhookBackoff wait after the first failed attempt; it doubles each time
     * @param heartbeat how often time is checked for what is due; zero means only when a control advances it
     */
    public record Settings(
            String host,
            int port,
            String apiKey,
            @Nullable String webhookUrl,
            List<String> webhookSecrets,
            int webhookTries,
            Duration webhookBackoff,
            Duration heartbeat,
            Clock clock) {

        /** A free port on localhost, key {@code sk_test_emulator}, no endpoint, five tries from 200 ms on. */
        public static Settings on(Clock clock) {
            return new Settings(
                    "localhost",
                    0,
                    "sk_test_emulator",
                    null,
                    List.of(),
                    5,
                    Duration.ofMillis(200),
                    Duration.ZERO,
                    clock);
        }

        public Settings port(int fixed) {
            return new Settings(
                    host, fixed, apiKey, webhookUrl, webhookSecrets, webhookTries, webhookBackoff, heartbeat, clock);
        }

        public Settings apiKey(String key) {
            return new Settings(
                    host, port, key, webhookUrl, webhookSecrets, webhookTries, webhookBackoff, heartbeat, clock);
        }

        public Settings webhook(String url, String... secrets) {
            return new Settings(
                    host, port, apiKey, url, List.of(secrets), webhookTries, webhookBackoff, heartbeat, clock);
        }

        public Settings webhookTries(int tries, Duration backoff) {
            return new Settings(host, port, apiKey, webhookUrl, webhookSecrets, tries, backoff, heartbeat, clock);
        }

        public Settings heartbeat(Duration period) {
            return new Settings(
                    host, port, apiKey, webhookUrl, webhookSecrets, webhookTries, webhookBackoff, period, clock);
        }
    }

    private final StateThread state = new StateThread();
    private final Machine machine;
    private final Controls controls;
    private final ControlRoutes controlRoutes;
    private final DisposableServer server;

    private StripeEmulator(Settings settings) {
        machine = Machine.build(settings, state, new Ids(new Random()));
        controls = new Controls(state, machine);
        controlRoutes = new ControlRoutes(machine);
        server = HttpServer.create()
                .host(settings.host())
                .port(settings.port())
                .handle(this::handle)
                .bindNow(Duration.ofSeconds(10));
        machine.account().baseUrl().set(baseUrl());
        if (settings.webhookUrl() != null) {
            deliverTo(settings.webhookUrl(), settings.webhookSecrets().toArray(String[]::new));
        }
        if (settings.heartbeat().isPositive()) {
            state.every(settings.heartbeat(), machine.timeline()::catchUp);
        }
    }

    /** Starts and returns once requests are accepted. */
    public static StripeEmulator start(Settings settings) {
        return new StripeEmulator(settings);
    }

    /** Such as {@code http://localhost:12111}: the API's base address and that of the hosted pages. */
    public String baseUrl() {
        var host = server.host();
        var address = host.equals("0.0.0.0") || host.startsWith("127.") || host.startsWith("0:0") ? "localhost" : host;
        return "http://" + address + ":" + server.port();
    }

    public Controls controls() {
        return controls;
    }

    /** Sends every event to this endpoint from now on, signed once with each secret; returns the endpoint's id. */
    public String deliverTo(String url, String... secrets) {
        return state.call(() -> machine.endpoints().deliverTo(url, List.of(secrets)));
    }

    public void stop() {
        machine.sender().stop();
        server.disposeNow(Duration.ofSeconds(5));
        state.stop();
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
        if (request.path().startsWith("/v1/")) {
            return machine.api().reply(request);
        }
        var answer = request.path().startsWith("/_emulator/")
                ? controlRoutes.answer(request)
                : machine.pages().answer(request);
        return new Reply.Now(answer);
    }

    private Mono<Void> carryOut(Reply reply, HttpServerResponse response) {
        return switch (reply) {
            case Reply.Now(var answer) -> send(answer, response);
            case Reply.Later(var answer, var delay, var answered) ->
                Mono.delay(delay)
                        .then(state.mono(() -> {
                            answered.run();
                            return answer;
                        }))
                        .flatMap(late -> send(late, response));
            case Reply.Silence() -> Mono.never();
            case Reply.Reset() -> Mono.fromRunnable(() -> response.withConnection(Connections::reset));
        };
    }

    private static Mono<Void> send(Answer answer, HttpServerResponse response) {
        response.status(answer.status());
        answer.headers().forEach(response::header);
        return response.sendByteArray(Mono.just(answer.body().getBytes(UTF_8))).then();
    }
}
