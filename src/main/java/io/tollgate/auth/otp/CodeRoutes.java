package io.tollgate.auth.otp;

import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class CodeRoutes {

    @Bean
    RouterFunction<ServerResponse> loginCodeRouter(CodeHandler handler) {
        return SpringdocRouteBuilder.route()
                .POST("/request/login-code", handler::request, CodeDocs::request)
                .POST("/login/code", handler::login, CodeDocs::login)
                .build();
    }
}
