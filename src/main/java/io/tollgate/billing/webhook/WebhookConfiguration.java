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

    /** Their own: a receiver that hangs takes nobody else's. */
    @Bean(destroyMethod = "dispose")
    ConnectionProvider webhookConnections(WebhookProperties properties) {
        return ConnectionProvider.builder("webhooks")
                // For each endpoint.
                .maxConnections(properties.atOnce())
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
