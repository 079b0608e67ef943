package io.tollgate.billing.webhook;

import io.tollgate.platform.secret.Sealed;
import java.net.InetAddress;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.resources.ConnectionProvider;

/** The road to endpoints, and what of theirs is sealed. */
@Configuration(proxyBeanMethods = false)
class WebhookConfiguration {

    /** Of one host and port, behind which there may be several endpoints: as many as a node can be working on at once. */
    private static final int CONNECTIONS = 256;

    /** Their own: a receiver that hangs takes nobody else's. How many an endpoint gets, {@link AtOnce} says. */
    @Bean(destroyMethod = "dispose")
    ConnectionProvider webhookConnections(WebhookProperties properties) {
        return ConnectionProvider.builder("webhooks")
                .maxConnections(CONNECTIONS)
                .pendingAcquireTimeout(properties.connectTimeout())
                .maxIdleTime(Duration.ofSeconds(20))
                .maxLifeTime(Duration.ofMinutes(5))
                .build();
    }

    @Bean
    Sealed sealedEndpointSecrets() {
        return EndpointSecrets.CURRENT;
    }

    @Bean
    Sealed sealedPreviousEndpointSecrets() {
        return EndpointSecrets.PREVIOUS;
    }

    @Bean
    HostLookup hostLookup() {
        return InetAddress::getAllByName;
    }
}
