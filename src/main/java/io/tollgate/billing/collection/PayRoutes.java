package io.tollgate.billing.collection;

import io.tollgate.platform.idempotency.Idempotency;
import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class PayRoutes {

    @Bean
    RouterFunction<ServerResponse> payRouter(PayHandler handler, Idempotency idempotency) {
        return SpringdocRouteBuilder.route()
                .POST("/billing/invoices/{id}/pay", idempotency.apply(handler::pay), PayDocs::pay)
                .build();
    }
}
