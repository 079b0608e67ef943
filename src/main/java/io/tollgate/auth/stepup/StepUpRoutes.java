package io.tollgate.auth.stepup;

import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class StepUpRoutes {

    @Bean
    RouterFunction<ServerResponse> stepUpRouter(StepUpHandler handler) {
        return SpringdocRouteBuilder.route()
                .POST("/sessions/step-up", handler::stepUp, StepUpDocs::stepUp)
                .build();
    }
}
