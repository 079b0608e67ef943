package io.tollgate.auth.social;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.netty.channel.ChannelOption;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import tools.jackson.databind.json.JsonMapper;

/** The providers and the roads to them. */
@Configuration(proxyBeanMethods = false)
class SocialConfiguration {

    /** Key sets and lists of addresses have some kilobytes. */
    private static final int LARGEST_ANSWER = 256 * 1024;

    @Bean(destroyMethod = "dispose")
    ConnectionProvider socialConnections(SocialProperties properties) {
        return ConnectionProvider.builder("social")
                .maxConnections(50)
                .pendingAcquireMaxCount(200)
                .pendingAcquireTimeout(properties.timeout())
                // Below the time after which providers close: a code must not be lost on a dead connection.
                .maxIdleTime(Duration.ofSeconds(10))
                .maxLifeTime(Duration.ofMinutes(5))
                .build();
    }

    @Bean
    GoogleIdTokens googleIdTokens(
            SocialProperties properties,
            ConnectionProvider socialConnections,
            CircuitBreakerRegistry breakers,
            JsonMapper json,
            Clock clock) {
        // A road of its own: trouble with the keys is no reason to stop exchanging codes, nor the reverse.
        ProviderHttp http = road("google-keys", properties, socialConnections, breakers, json);
        return new GoogleIdTokens(
                new GoogleKeys(http, properties.google().jwksUrl(), clock),
                properties.google().issuers(),
                clock);
    }

    @Bean
    GoogleProvider google(
            SocialProperties properties,
            ConnectionProvider socialConnections,
            CircuitBreakerRegistry breakers,
            JsonMapper json,
            GoogleIdTokens idTokens) {
        return new GoogleProvider(
                properties.google(), road("google", properties, socialConnections, breakers, json), idTokens);
    }

    @Bean
    GithubProvider github(
            SocialProperties properties,
            ConnectionProvider socialConnections,
            CircuitBreakerRegistry breakers,
            JsonMapper json) {
        return new GithubProvider(properties.github(), road("github", properties, socialConnections, breakers, json));
    }

    private static ProviderHttp road(
            String name,
            SocialProperties properties,
            ConnectionProvider connections,
            CircuitBreakerRegistry breakers,
            JsonMapper json) {
        return new ProviderHttp(
                http(properties, connections), json, breaker(name, properties, breakers), properties.timeout());
    }

    private static CircuitBreaker breaker(String name, SocialProperties properties, CircuitBreakerRegistry breakers) {
        return breakers.circuitBreaker(
                name,
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(20)
                        .minimumNumberOfCalls(10)
                        .failureRateThreshold(50)
                        .permittedNumberOfCallsInHalfOpenState(3)
                        .waitDurationInOpenState(properties.breakerOpenFor())
                        .recordException(fault -> fault instanceof ProviderFailure failure && failure.isOutage())
                        .build());
    }

    private static WebClient http(SocialProperties properties, ConnectionProvider connections) {
        HttpClient client = HttpClient.create(connections)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        properties.timeout().toMillis())
                // A code is exchanged once. What may be repeated, ProviderHttp repeats.
                .disableRetry(true);
        return WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(client))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(LARGEST_ANSWER))
                // GitHub refuses requests without one.
                .defaultHeader(HttpHeaders.USER_AGENT, "Tollgate")
                .build();
    }
}
