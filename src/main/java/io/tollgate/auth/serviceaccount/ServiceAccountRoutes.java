package io.tollgate.auth.serviceaccount;

import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class ServiceAccountRoutes {

    // No idempotency keys: the answers hold tokens. A repeated creation meets the name.
    @Bean
    RouterFunction<ServerResponse> serviceAccountRouter(ServiceAccountHandler handler) {
        return SpringdocRouteBuilder.route()
                .GET("/admin/service-accounts", handler::list, ServiceAccountDocs::list)
                .POST("/admin/service-accounts", handler::create, ServiceAccountDocs::create)
                .GET("/admin/service-accounts/{id}", handler::show, ServiceAccountDocs::show)
                .PATCH("/admin/service-accounts/{id}", handler::change, ServiceAccountDocs::change)
                .POST("/admin/service-accounts/{id}/rotate", handler::rotate, ServiceAccountDocs::rotate)
                .DELETE("/admin/service-accounts/{id}", handler::revoke, ServiceAccountDocs::revoke)
                .build();
    }
}
