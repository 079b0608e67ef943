package io.tollgate.billing.collection;

import io.tollgate.platform.idempotency.Idempotency;
import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class AdminCollectionRoutes {

    @Bean
    RouterFunction<ServerResponse> adminCollectionRouter(AdminCollectionHandler handler, Idempotency idempotency) {
        return SpringdocRouteBuilder.route()
                .GET("/admin/invoices/{id}/attempts", handler::attempts, AdminCollectionDocs::attempts)
                .POST(
                        "/admin/invoices/{id}/mark-paid",
                        idempotency.apply(handler::markPaid),
                        AdminCollectionDocs::markPaid)
                .POST(
                        "/admin/credit-notes/{id}/mark-refunded",
                        idempotency.apply(handler::markRefunded),
                        AdminCollectionDocs::markRefunded)
                .build();
    }
}
