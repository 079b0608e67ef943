package io.tollgate.stripeemulator;

import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufMono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** Posts a signed event to an endpoint. */
final class WebhookPost {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ConnectionProvider connections = ConnectionProvider.builder("stripe-emulator-webhooks")
            .maxConnections(64)
            .pendingAcquireMaxCount(-1)
            .build();
    private final HttpClient client = HttpClient.create(connections).responseTimeout(PATIENCE);

    /** The endpoint's status; an error if it does not answer. Redirects are not followed. */
    Mono<Integer> send(String url, String signature, String body) {
        return client.headers(headers -> headers.set("Content-Type", "application/json; charset=utf-8")
                        .set("User-Agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)")
                        .set("Stripe-Signature", signature))
                .post()
                .uri(url)
                .send(ByteBufMono.fromString(Mono.just(body)))
                .responseSingle((response, content) ->
                        content.asByteArray().then(Mono.just(response.status().code())));
    }

    void stop() {
        connections.dispose();
    }
}
