package io.tollgate.auth.social;

import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class SocialRoutes {

    @Bean
    RouterFunction<ServerResponse> socialRouter(
            SocialHandler redirects, ExchangeHandler exchanges, IdentityHandler identities) {
        return SpringdocRouteBuilder.route()
                .GET("/google/login", redirects::google, SocialDocs::google)
                .GET("/github/login", redirects::github, SocialDocs::github)
                .GET("/auth/social/callback/{provider}", redirects::callback, SocialDocs::callback)
                .POST("/auth/social/exchange", exchanges::exchange, SocialDocs::exchange)
                .POST("/auth/social/{provider}/token", exchanges::idToken, SocialDocs::idToken)
                .GET("/me/identities", identities::list, IdentityDocs::list)
                .POST("/me/identities/{provider}", identities::link, IdentityDocs::link)
                .DELETE("/me/identities/{provider}", identities::unlink, IdentityDocs::unlink)
                .build();
    }
}
