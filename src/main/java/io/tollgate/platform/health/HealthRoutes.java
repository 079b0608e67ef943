package io.tollgate.platform.health;

import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class HealthRoutes {

    @Bean
    RouterFunction<ServerResponse> healthRouter(HealthHandler handler) {
        return SpringdocRouteBuilder.route()
                .GET("/healthz", handler::alive, HealthDocs::healthz)
                .GET("/livez", handler::alive, HealthDocs::livez)
                .GET("/readyz", handler::ready, HealthDocs::readyz)
                .build();
    }
}
