package io.tollgate.auth.login;

import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class LoginRoutes {

    @Bean
    RouterFunction<ServerResponse> loginRouter(LoginHandler handler) {
        return SpringdocRouteBuilder.route()
                .POST("/login", handler::login, LoginDocs::login)
                .build();
    }
}
