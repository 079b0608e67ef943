package io.tollgate.billing.webhook;

import io.tollgate.platform.idempotency.Idempotency;
import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class WebhookRoutes {

    // No idempotency keys where the answer holds a secret.
    @Bean
    RouterFunction<ServerResponse> webhookRouter(WebhookHandler handler, Idempotency idempotency) {
        return SpringdocRouteBuilder.route()
                .GET("/admin/webhook-endpoints", handler::list, WebhookDocs::list)
                .POST("/admin/webhook-endpoints", handler::create, WebhookDocs::create)
                .GET("/admin/webhook-endpoints/{id}", handler::show, WebhookDocs::show)
                .PATCH("/admin/webhook-endpoints/{id}", handler::change, WebhookDocs::change)
                .DELETE("/admin/webhook-endpoints/{id}", handler::delete, WebhookDocs::delete)
                .POST("/admin/webhook-endpoints/{id}/rotate-secret", handler::rotate, WebhookDocs::rotate)
                .POST("/admin/webhook-endpoints/{id}/test", idempotency.apply(handler::test), WebhookDocs::test)
                .GET("/admin/webhook-endpoints/{id}/deliveries", handler::deliveries, WebhookDocs::deliveries)
                .POST("/admin/webhook-deliveries/{id}/replay", idempotency.apply(handler::replay), WebhookDocs::replay)
                .build();
    }
}
