package io.tollgate.billing.webhook;

import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.timeout.TimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** Makes one request and says what came of it. Never errors, follows no redirect, reads little of the answer. */
@Component
class WebhookTransport {

    private static final int READ_BYTES = 16 * 1024;
    private static final int KEPT_CHARACTERS = 1_000;

    /** The status decides; the body is for people who look into a failure. */
    private static final Duration BODY_TIME = Duration.ofSeconds(2);

    private final WebClient http;
    private final Destinations destinations;
    private final Duration patience;

    WebhookTransport(WebhookProperties properties, Destinations destinations, ConnectionProvider webhookConnections) {
        this.destinations = destinations;
        this.patience = properties.connectTimeout().plus(properties.answerTimeout());
        HttpClient client = HttpClient.create(webhookConnections)
                .resolver(new CheckedResolver(destinations))
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        properties.connectTimeout().toMillis())
                .responseTimeout(properties.answerTimeout())
                .followRedirect(false)
                .compress(false);
        this.http = WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(client))
                .defaultHeader("User-Agent", "Tollgate-Webhooks")
                .build();
    }

    /** @param signatures one per secret that is good now */
    record Letter(String url, UUID messageId, long seconds, List<String> signatures, String body) {}

    Mono<Attempt> send(Letter letter) {
        return Mono.defer(() -> {
            long begun = System.nanoTime();
            return Mono.fromCallable(() -> destinations.parse(letter.url()))
                    .flatMap(uri -> post(uri, letter))
                    .timeout(patience.plus(BODY_TIME))
                    .onErrorResume(fault -> Mono.just(new Answer(null, reason(fault), null)))
                    .map(answer -> answer.after(Duration.ofNanos(System.nanoTime() - begun)));
        });
    }

    private record Answer(
            @Nullable Integer status,
            @Nullable String error,
            @Nullable String text) {

        Attempt after(Duration took) {
            return new Attempt(status, error, text, took);
        }
    }

    private Mono<Answer> post(URI uri, Letter letter) {
        return http.post()
                .uri(uri)
                .contentType(MediaType.APPLICATION_JSON)
                .header("webhook-id", letter.messageId().toString())
                .header("webhook-timestamp", Long.toString(letter.seconds()))
                .header("webhook-signature", String.join(" ", letter.signatures()))
                .bodyValue(letter.body().getBytes(StandardCharsets.UTF_8))
                .exchangeToMono(WebhookTransport::answer);
    }

    private static Mono<Answer> answer(ClientResponse response) {
        int status = response.statusCode().value();
        String error = response.statusCode().is2xxSuccessful() ? null : "Answered " + status;
        return DataBufferUtils.join(
                        DataBufferUtils.takeUntilByteCount(response.bodyToFlux(DataBuffer.class), READ_BYTES)
                                .take(BODY_TIME))
                .map(WebhookTransport::text)
                .onErrorReturn("")
                .defaultIfEmpty("")
                .map(text -> new Answer(status, error, text));
    }

    private static String text(DataBuffer buffer) {
        String text = buffer.toString(StandardCharsets.UTF_8).replace('\0', '\uFFFD');
        DataBufferUtils.release(buffer);
        return text.length() <= KEPT_CHARACTERS ? text : text.substring(0, KEPT_CHARACTERS) + "…";
    }

    private static String reason(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case RefusedAddress refused -> {
                    return String.valueOf(refused.getMessage());
                }
                case ConnectTimeoutException _ -> {
                    return "No connection in time";
                }
                case TimeoutException _ -> {
                    return "No answer in time";
                }
                case java.util.concurrent.TimeoutException _ -> {
                    return "No answer in time";
                }
                case SSLException _ -> {
                    return "TLS failed: " + cause.getMessage();
                }
                default -> {}
            }
        }
        return "No connection: " + fault.getClass().getSimpleName();
    }
}
