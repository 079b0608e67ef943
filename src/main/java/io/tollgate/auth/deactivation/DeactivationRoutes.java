package io.tollgate.auth.deactivation;

import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class DeactivationRoutes {

    @Bean
    RouterFunction<ServerResponse> deactivationRouter(DeactivationHandler handler) {
        return SpringdocRouteBuilder.route()
                .POST("/deactivate", handler::deactivate, DeactivationDocs::deactivate)
                .build();
    }
}
