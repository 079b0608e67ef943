package io.tollgate.billing.engine;

import io.tollgate.platform.idempotency.Idempotency;
import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class EngineRoutes {

    @Bean
    RouterFunction<ServerResponse> engineRouter(EngineHandler handler, Idempotency idempotency) {
        return SpringdocRouteBuilder.route()
                .POST("/admin/users/{id}/subscriptions", idempotency.apply(handler::start), EngineDocs::start)
                .GET("/admin/subscriptions/parked", handler::parked, EngineDocs::parked)
                .POST("/admin/subscriptions/{id}/unpark", handler::unpark, EngineDocs::unpark)
                .build();
    }

    /** Before the route of an invoice by its id. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    RouterFunction<ServerResponse> upcomingRouter(UpcomingHandler handler) {
        return SpringdocRouteBuilder.route()
                .GET("/billing/invoices/upcoming", handler::upcoming, EngineDocs::upcoming)
                .build();
    }

    @Bean
    @ConditionalOnProperty("tollgate.billing.engine.test-clocks")
    RouterFunction<ServerResponse> testClockRouter(TestClockHandler handler) {
        return SpringdocRouteBuilder.route()
                .POST("/admin/test-clocks/{user_id}", handler::move, EngineDocs::moveClock)
                .build();
    }
}
