package io.tollgate.billing.subscription;

import io.tollgate.platform.idempotency.Idempotency;
import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class MigrationRoutes {

    @Bean
    RouterFunction<ServerResponse> migrationRouter(MigrationHandler handler, Idempotency idempotency) {
        return SpringdocRouteBuilder.route()
                .POST("/billing/plans/{id}/migrate", idempotency.apply(handler::migrate), MigrationDocs::migrate)
                .GET("/billing/plans/{id}/migrations", handler::list, MigrationDocs::list)
                .GET("/billing/plans/{id}/migrations/{migrationId}", handler::show, MigrationDocs::show)
                .build();
    }
}
