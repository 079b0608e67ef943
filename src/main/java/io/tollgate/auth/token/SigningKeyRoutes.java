package io.tollgate.auth.token;

import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class SigningKeyRoutes {

    @Bean
    RouterFunction<ServerResponse> signingKeyRouter(SigningKeyHandler handler) {
        return SpringdocRouteBuilder.route()
                .GET("/admin/signing-keys", handler::list, SigningKeyDocs::list)
                .POST("/admin/signing-keys/rotate", handler::rotate, SigningKeyDocs::rotate)
                .POST("/admin/signing-keys/{kid}/retire", handler::retire, SigningKeyDocs::retire)
                .build();
    }
}
