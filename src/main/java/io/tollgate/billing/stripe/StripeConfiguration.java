package io.tollgate.billing.stripe;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.ChannelOption;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** The road to Stripe: connections, headers, circuit breaker, limits. */
@Configuration(proxyBeanMethods = false)
class StripeConfiguration {

    private static final String NAME = "stripe";

    /** A hundred invoices with many lines each are some megabytes. */
    private static final int LARGEST_ANSWER = 8 * 1024 * 1024;

    @Bean(destroyMethod = "dispose")
    ConnectionProvider stripeConnections(StripeProperties properties) {
        return ConnectionProvider.builder(NAME)
                .maxConnections(properties.maxConnections())
                .pendingAcquireMaxCount(properties.maxCalls())
                .pendingAcquireTimeout(properties.callTimeout())
                // Below the time after which load balancers drop idle connections.
                .maxIdleTime(Duration.ofSeconds(30))
                .maxLifeTime(Duration.ofMinutes(5))
                .build();
    }

    @Bean
    CircuitBreaker stripeBreaker(StripeProperties properties, CircuitBreakerRegistry registry) {
        return registry.circuitBreaker(
                NAME,
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(20)
                        .minimumNumberOfCalls(10)
                        .failureRateThreshold(50)
                        .permittedNumberOfCallsInHalfOpenState(3)
                        .waitDurationInOpenState(properties.breakerOpenFor())
                        .recordException(StripeConfiguration::isStripeDown)
                        .build());
    }

    @Bean
    Bulkhead stripeBulkhead(StripeProperties properties, BulkheadRegistry registry) {
        return registry.bulkhead(
                NAME,
                BulkheadConfig.custom()
                        .maxConcurrentCalls(properties.maxCalls())
                        .maxWaitDuration(Duration.ZERO)
                        .build());
    }

    @Bean
    StripeClient stripeClient(
            StripeProperties properties,
            ConnectionProvider stripeConnections,
            CircuitBreaker stripeBreaker,
            Bulkhead stripeBulkhead,
            RandomGenerator random,
            MeterRegistry metrics) {
        return new StripeClient(
                new StripeTransport(http(properties, stripeConnections), properties.apiBase()),
                new StripeRetries(properties.maxAttempts(), properties.retryDelay(), random),
                stripeBreaker,
                stripeBulkhead,
                properties.callTimeout(),
                metrics);
    }

    /** An answer that says "your mistake" shows that Stripe is well, and so does an old one that it remembers. */
    static boolean isStripeDown(Throwable fault) {
        return fault instanceof StripeFailure failure
                && failure.kind() == StripeFailure.Kind.UNAVAILABLE
                && !failure.isKeySpent();
    }

    static WebClient http(StripeProperties properties, ConnectionProvider connections) {
        HttpClient client = HttpClient.create(connections)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        properties.attemptTimeout().toMillis())
                .responseTimeout(properties.attemptTimeout())
                // Whether to send again is for StripeRetries to say.
                .disableRetry(true);
        return WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(client))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(LARGEST_ANSWER))
                .defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer " + properties.secretKey())
                .defaultHeader("Stripe-Version", properties.apiVersion())
                .defaultHeader(HttpHeaders.USER_AGENT, "Tollgate")
                .defaultHeader(HttpHeaders.ACCEPT, "application/json")
                .build();
    }
}
