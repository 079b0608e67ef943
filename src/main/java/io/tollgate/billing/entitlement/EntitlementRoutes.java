package io.tollgate.billing.entitlement;

import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class EntitlementRoutes {

    @Bean
    RouterFunction<ServerResponse> entitlementRouter(EntitlementHandler handler) {
        return SpringdocRouteBuilder.route()
                .GET("/billing/entitlements/me", handler::mine, EntitlementDocs::mine)
                .GET("/billing/entitlements/users/{userId}", handler::ofUser, EntitlementDocs::ofUser)
                .POST("/billing/entitlements/{feature}/consume", handler::consume, EntitlementDocs::consume)
                .build();
    }
}
