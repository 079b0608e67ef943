package io.tollgate.billing.subscription;

import io.tollgate.platform.idempotency.Idempotency;
import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class AdminSubscriptionRoutes {

    @Bean
    RouterFunction<ServerResponse> adminSubscriptionRouter(AdminSubscriptionHandler handler, Idempotency idempotency) {
        return SpringdocRouteBuilder.route()
                .POST(
                        "/admin/subscriptions/{id}/cancel",
                        idempotency.apply(handler::cancel),
                        AdminSubscriptionDocs::cancel)
                .POST(
                        "/admin/subscriptions/{id}/resume",
                        idempotency.apply(handler::resume),
                        AdminSubscriptionDocs::resume)
                .build();
    }
}
