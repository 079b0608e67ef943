package io.tollgate.billing.stripe;

import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class StripeWebhookRoutes {

    @Bean
    RouterFunction<ServerResponse> stripeWebhookRouter(StripeWebhookHandler handler) {
        return SpringdocRouteBuilder.route()
                .POST("/billing/stripe/webhook", handler::receive, StripeWebhookDocs::receive)
                .build();
    }
}
