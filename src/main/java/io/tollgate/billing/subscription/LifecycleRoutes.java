package io.tollgate.billing.subscription;

import io.tollgate.platform.idempotency.Idempotency;
import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class LifecycleRoutes {

    private static final String BASE = "/billing/subscriptions";

    @Bean
    RouterFunction<ServerResponse> lifecycleRouter(
            LifecycleHandler handler, PortalHandler portal, Idempotency idempotency) {
        return SpringdocRouteBuilder.route()
                .POST(BASE + "/upgrade", idempotency.apply(handler::upgrade), LifecycleDocs::upgrade)
                .POST(BASE + "/change", idempotency.apply(handler::change), LifecycleDocs::change)
                .POST(BASE + "/change/preview", handler::preview, LifecycleDocs::preview)
                .DELETE(BASE + "/change", handler::keep, LifecycleDocs::keep)
                .POST(BASE + "/cancel", idempotency.apply(handler::cancel), LifecycleDocs::cancel)
                .POST(BASE + "/resume", idempotency.apply(handler::resume), LifecycleDocs::resume)
                .POST(BASE + "/pause", idempotency.apply(handler::pause), LifecycleDocs::pause)
                .POST("/billing/portal", portal::open, LifecycleDocs::portal)
                .build();
    }
}
