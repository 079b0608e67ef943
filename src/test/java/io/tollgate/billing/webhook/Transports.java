package io.tollgate.billing.webhook;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** The road to endpoints with other rules than the application's. */
final class Transports {

    private Transports() {}

    static Destinations destinations(boolean http, List<String> networks, HostLookup lookup) {
        return new Destinations(properties(http, networks, Duration.ofSeconds(10)), lookup);
    }

    static WebhookTransport over(Destinations destinations) {
        return over(destinations, Duration.ofSeconds(10));
    }

    /** @param patience with a receiver that says nothing */
    static WebhookTransport over(Destinations destinations, Duration patience) {
        WebhookProperties properties = properties(true, List.of(), patience);
        return new WebhookTransport(
                properties, destinations, new WebhookConfiguration().webhookConnections(properties));
    }

    static WebhookTransport.Letter letter(String url) {
        return new WebhookTransport.Letter(url, UUID.randomUUID(), 1, List.of("v1,x"), "{}");
    }

    /** Any port above the well-known ones if http is allowed, else the usual. */
    private static WebhookProperties properties(boolean http, List<String> networks, Duration patience) {
        return new WebhookProperties(
                http,
                networks,
                http ? List.of("443", "1024-65535") : List.of("443", "8443"),
                Duration.ofSeconds(5),
                patience,
                List.of(Duration.ofSeconds(5)),
                Duration.ofDays(5),
                5,
                Duration.ofSeconds(30),
                Duration.ofHours(1),
                8,
                Duration.ofHours(24),
                50);
    }
}
