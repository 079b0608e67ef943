package io.tollgate.auth.token;

import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class TokenRoutes {

    @Bean
    RouterFunction<ServerResponse> tokenRouter(RefreshHandler refresh, LogoutHandler logout, KeySetHandler keys) {
        return SpringdocRouteBuilder.route()
                .POST("/refresh-token", refresh::refresh, TokenDocs::refresh)
                .POST("/logout", logout::thisSession, TokenDocs::logout)
                .POST("/logout/all", logout::everywhere, TokenDocs::logoutEverywhere)
                .GET("/.well-known/jwks.json", keys::show, TokenDocs::keySet)
                .build();
    }
}
