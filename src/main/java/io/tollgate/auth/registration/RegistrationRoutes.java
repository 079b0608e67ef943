package io.tollgate.auth.registration;

import io.tollgate.platform.idempotency.Idempotency;
import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class RegistrationRoutes {

    @Bean
    RouterFunction<ServerResponse> registrationRouter(RegistrationHandler handler, Idempotency idempotency) {
        return SpringdocRouteBuilder.route()
                .POST("/register", idempotency.apply(handler::register), RegistrationDocs::register)
                .build();
    }
}
