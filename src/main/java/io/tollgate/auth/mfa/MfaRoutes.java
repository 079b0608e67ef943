package io.tollgate.auth.mfa;

import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class MfaRoutes {

    @Bean
    RouterFunction<ServerResponse> mfaRouter(MfaLoginHandler login) {
        return SpringdocRouteBuilder.route()
                .POST("/login/mfa", login::complete, MfaLoginDocs::complete)
                .build();
    }
}
