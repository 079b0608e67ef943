package io.tollgate.billing.metric;

import io.tollgate.platform.idempotency.Idempotency;
import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class MetricRoutes {

    @Bean
    RouterFunction<ServerResponse> metricRouter(MetricHandler metrics, ChargeHandler charges, Idempotency idempotency) {
        return SpringdocRouteBuilder.route()
                .GET("/billing/metrics", metrics::list, MetricDocs::list)
                .POST("/billing/metrics", idempotency.apply(metrics::create), MetricDocs::create)
                .GET("/billing/metrics/{id}", metrics::get, MetricDocs::get)
                .PATCH("/billing/metrics/{id}", metrics::change, MetricDocs::change)
                .DELETE("/billing/metrics/{id}", metrics::delete, MetricDocs::delete)
                .GET("/billing/plans/{id}/charges", charges::list, ChargeDocs::list)
                .PUT("/billing/plans/{id}/charges", charges::put, ChargeDocs::put)
                .build();
    }
}
