package io.tollgate.billing.usage;

import io.tollgate.platform.web.LargeBody;
import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class UsageRoutes {

    private static final String BATCH = "/billing/usage/batch";

    @Bean
    LargeBody usageBatch() {
        return new LargeBody(BATCH, UsageBatch.LARGEST);
    }

    @Bean
    RouterFunction<ServerResponse> usageRouter(UsageHandler intake, CurrentUsageHandler current) {
        return SpringdocRouteBuilder.route()
                .POST("/billing/usage", intake::one, UsageDocs::one)
                .POST(BATCH, intake::batch, UsageDocs::batch)
                .GET("/billing/usage/me", current::mine, UsageDocs::mine)
                .GET("/admin/subscriptions/{id}/usage", current::ofSubscription, UsageDocs::ofSubscription)
                .build();
    }
}
