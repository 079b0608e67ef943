package io.tollgate.auth.verification;

import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class VerificationRoutes {

    @Bean
    RouterFunction<ServerResponse> verificationRouter(VerificationHandler handler) {
        return SpringdocRouteBuilder.route()
                .GET("/verify", handler::open, VerificationDocs::open)
                .POST("/verify", handler::confirm, VerificationDocs::confirm)
                .POST("/request/verify", handler::sendAgain, VerificationDocs::sendAgain)
                .build();
    }
}
