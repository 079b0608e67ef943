package io.tollgate.billing.paymob;

import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class PaymobWebhookRoutes {

    @Bean
    RouterFunction<ServerResponse> paymobWebhookRouter(PaymobWebhookHandler handler) {
        return SpringdocRouteBuilder.route()
                .POST("/billing/paymob/webhook", handler::receive, PaymobWebhookDocs::receive)
                .build();
    }
}
