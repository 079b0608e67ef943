package io.tollgate.billing.stripe;

import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import reactor.netty.resources.ConnectionProvider;
import tools.jackson.databind.json.JsonMapper;

/** The client as production wires it, with less patience and with its own breaker and connections. */
final class StripeClients implements AutoCloseable {

    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final StripeProducts products;
    final StripePrices prices;
    final StripeCustomers customers;
    final StripeCheckouts checkouts;
    final StripeSubscriptions subscriptions;
    final StripeInvoices invoices;
    final StripeEvents events;

    private final ConnectionProvider connections;

    StripeClients(StripeProperties properties) {
        StripeConfiguration configuration = new StripeConfiguration();
        connections = configuration.stripeConnections(properties);
        StripeClient client = configuration.stripeClient(
                properties,
                connections,
                configuration.stripeBreaker(properties, CircuitBreakerRegistry.ofDefaults()),
                configuration.stripeBulkhead(properties, BulkheadRegistry.ofDefaults()),
                new Random(42),
                metrics);
        products = new StripeProducts(client);
        prices = new StripePrices(client);
        customers = new StripeCustomers(client);
        checkouts = new StripeCheckouts(client, new Random(43));
        subscriptions = new StripeSubscriptions(client);
        invoices = new StripeInvoices(client);
        events = new StripeEvents(client, new StripeEventReader(JsonMapper.shared()));
    }

    static StripeClients to(String base) {
        return new StripeClients(properties(base, Duration.ofSeconds(5)));
    }

    /** For answers that do not come: soon given up, but not because this machine is slow with the next one. */
    static StripeProperties hasty(String base) {
        return properties(base, Duration.ofMillis(1_500));
    }

    static StripeProperties properties(String base, Duration attemptTimeout) {
        return new StripeProperties(
                base,
                "sk_test_emulator",
                "2026-07-29.dahlia",
                List.of("whsec_1"),
                attemptTimeout,
                Duration.ofSeconds(15),
                3,
                Duration.ofMillis(10),
                25,
                250,
                Duration.ofMillis(200));
    }

    @Override
    public void close() {
        connections.dispose();
    }
}
