package io.tollgate.billing.paymob;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.netty.channel.ChannelOption;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import tools.jackson.databind.json.JsonMapper;

/** The road to Paymob. */
@Configuration(proxyBeanMethods = false)
class PaymobConfiguration {

    private static final int LARGEST_ANSWER = 512 * 1024;

    @Bean(destroyMethod = "dispose")
    ConnectionProvider paymobConnections(PaymobProperties properties) {
        return ConnectionProvider.builder("paymob")
                .maxConnections(25)
                .pendingAcquireMaxCount(200)
                .pendingAcquireTimeout(properties.timeout())
                // Below the time after which load balancers drop idle connections.
                .maxIdleTime(Duration.ofSeconds(30))
                .maxLifeTime(Duration.ofMinutes(5))
                .build();
    }

    @Bean
    PaymobHttp paymobHttp(
            PaymobProperties properties,
            ConnectionProvider paymobConnections,
            CircuitBreakerRegistry breakers,
            JsonMapper json) {
        return new PaymobHttp(
                http(properties, paymobConnections),
                json,
                breaker(properties, breakers),
                properties.apiBase(),
                properties.timeout());
    }

    private static CircuitBreaker breaker(PaymobProperties properties, CircuitBreakerRegistry breakers) {
        return breakers.circuitBreaker(
                "paymob",
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(20)
                        .minimumNumberOfCalls(10)
                        .failureRateThreshold(50)
                        .permittedNumberOfCallsInHalfOpenState(3)
                        .waitDurationInOpenState(properties.breakerOpenFor())
                        .recordException(fault -> fault instanceof PaymobFailure failure && !failure.refused())
                        .build());
    }

    private static WebClient http(PaymobProperties properties, ConnectionProvider connections) {
        HttpClient client = HttpClient.create(connections)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        properties.timeout().toMillis())
                .disableRetry(true);
        return WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(client))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(LARGEST_ANSWER))
                .defaultHeader(HttpHeaders.USER_AGENT, "Tollgate")
                .build();
    }
}
