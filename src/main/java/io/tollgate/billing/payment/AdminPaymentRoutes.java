package io.tollgate.billing.payment;

import io.tollgate.platform.idempotency.Idempotency;
import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class AdminPaymentRoutes {

    @Bean
    RouterFunction<ServerResponse> adminPaymentRouter(AdminPaymentHandler handler, Idempotency idempotency) {
        return SpringdocRouteBuilder.route()
                .GET("/admin/payments", handler::list, AdminPaymentDocs::list)
                .GET("/admin/payments/{id}", handler::show, AdminPaymentDocs::show)
                .POST("/admin/payments/{id}/refunds", idempotency.apply(handler::refund), AdminPaymentDocs::refund)
                .build();
    }
}
