package io.tollgate.billing.webhook;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tollgate.Awaiting;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A system that is told of changes: notes what comes and answers as a test wants. */
final class Receiver implements AutoCloseable {

    final List<Got> got = new CopyOnWriteArrayList<>();

    private final DisposableServer server;
    private volatile BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> answer =
            (_, response) -> response.status(204).send();

    Receiver() {
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((request, response) -> request.receive()
                        .aggregate()
                        .asString()
                        .defaultIfEmpty("")
                        .doOnNext(body -> got.add(Got.of(request, body)))
                        .thenMany(Flux.defer(() -> answer.apply(request, response)))
                        .then())
                .bindNow();
    }

    /** One request. */
    record Got(String path, Map<String, String> headers, String body) {

        static Got of(HttpServerRequest request, String body) {
            return new Got(
                    request.uri(),
                    Map.of(
                            "webhook-id", request.requestHeaders().get("webhook-id", ""),
                            "webhook-timestamp", request.requestHeaders().get("webhook-timestamp", ""),
                            "webhook-signature", request.requestHeaders().get("webhook-signature", ""),
                            "content-type", request.requestHeaders().get("content-type", "")),
                    body);
        }

        String id() {
            return headers.get("webhook-id");
        }

        JsonNode json() {
            return new JsonMapper().readTree(body);
        }

        List<String> signatures() {
            return List.of(headers.get("webhook-signature").split(" "));
        }

        /** As a receiver with this secret would do it, knowing nothing of how it was signed. */
        boolean signedWith(String secret) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.replace("whsec_", "")), "HmacSHA256"));
                String content = id() + "." + headers.get("webhook-timestamp") + "." + body;
                byte[] expected = mac.doFinal(content.getBytes(StandardCharsets.UTF_8));
                return signatures().contains("v1," + Base64.getEncoder().encodeToString(expected));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    int port() {
        return server.port();
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/hooks";
    }

    Receiver answers(int status) {
        answer = (_, response) -> response.status(status).sendString(Mono.just("status " + status));
        return this;
    }

    /** Takes requests and says nothing. */
    Receiver hangs() {
        answer = (_, _) -> Mono.never();
        return this;
    }

    Receiver redirectsTo(String url) {
        answer = (_, response) -> response.sendRedirect(url);
        return this;
    }

    /** A good answer whose body goes on for ever, or until nobody reads it. */
    Receiver babbles() {
        ByteBuf block = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(new byte[8_192]));
        answer = (_, response) ->
                response.status(200).send(Flux.<ByteBuf>generate(sink -> sink.next(block.duplicate())));
        return this;
    }

    /** Waits until so many have come. */
    List<Got> await(int count) {
        return Awaiting.value(count + " webhooks", () -> got, all -> all.size() >= count);
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
