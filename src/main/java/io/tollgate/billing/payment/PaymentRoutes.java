package io.tollgate.billing.payment;

import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class PaymentRoutes {

    @Bean
    RouterFunction<ServerResponse> paymentRouter(PaymentHandler handler) {
        return SpringdocRouteBuilder.route()
                .GET("/billing/payments/me", handler::mine, PaymentDocs::mine)
                .build();
    }
}
