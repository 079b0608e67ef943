package io.tollgate.auth.mfa;

import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class MfaRoutes {

    @Bean
    RouterFunction<ServerResponse> mfaRouter(MfaLoginHandler login, MfaHandler handler) {
        return SpringdocRouteBuilder.route()
                .POST("/login/mfa", login::complete, MfaLoginDocs::complete)
                .GET("/mfa", handler::show, MfaDocs::show)
                .POST("/mfa/totp", handler::begin, MfaDocs::begin)
                .POST("/mfa/totp/confirm", handler::confirm, MfaDocs::confirm)
                .DELETE("/mfa/totp", handler::remove, MfaDocs::remove)
                .POST("/mfa/recovery-codes", handler::replaceCodes, MfaDocs::replaceCodes)
                .build();
    }
}
