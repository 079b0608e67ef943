package io.tollgate.admin.billing;

import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class ReconciliationRoutes {

    @Bean
    RouterFunction<ServerResponse> adminReconciliationRouter(ReconciliationHandler handler) {
        return SpringdocRouteBuilder.route()
                .POST("/admin/billing/reconciliation", handler::start, ReconciliationDocs::start)
                .GET("/admin/billing/reconciliation", handler::list, ReconciliationDocs::list)
                .GET("/admin/billing/reconciliation/{id}", handler::show, ReconciliationDocs::show)
                .build();
    }
}
