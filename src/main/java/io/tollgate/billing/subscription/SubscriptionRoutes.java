package io.tollgate.billing.subscription;

import io.tollgate.platform.idempotency.Idempotency;
import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class SubscriptionRoutes {

    @Bean
    RouterFunction<ServerResponse> subscriptionRouter(SubscriptionHandler handler, Idempotency idempotency) {
        return SpringdocRouteBuilder.route()
                .POST(
                        "/billing/subscriptions/subscribe",
                        idempotency.apply(handler::subscribe),
                        SubscriptionDocs::subscribe)
                .GET("/billing/subscriptions/me", handler::mine, SubscriptionDocs::mine)
                .build();
    }
}
