package io.tollgate.billing.subscription;

import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class SubscriptionRoutes {

    @Bean
    RouterFunction<ServerResponse> subscriptionRouter(SubscriptionHandler handler) {
        return SpringdocRouteBuilder.route()
                .POST("/billing/subscriptions/subscribe", handler::subscribe, SubscriptionDocs::subscribe)
                .GET("/billing/subscriptions/me", handler::mine, SubscriptionDocs::mine)
                .build();
    }
}
