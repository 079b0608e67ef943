package io.tollgate.billing.plan;

import io.tollgate.platform.idempotency.Idempotency;
import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class PlanRoutes {

    @Bean
    RouterFunction<ServerResponse> planRouter(PlanHandler handler, Idempotency idempotency) {
        return SpringdocRouteBuilder.route()
                .GET("/billing/plans", handler::list, PlanDocs::list)
                .GET("/billing/plans/{id}", handler::get, PlanDocs::get)
                .POST("/billing/plans", idempotency.apply(handler::create), PlanDocs::create)
                .PATCH("/billing/plans/{id}", handler::change, PlanDocs::change)
                .DELETE("/billing/plans/{id}", handler::delete, PlanDocs::delete)
                .GET("/billing/plans/{id}/versions", handler::versions, PlanDocs::versions)
                .build();
    }
}
