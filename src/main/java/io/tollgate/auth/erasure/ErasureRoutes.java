package io.tollgate.auth.erasure;

import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class ErasureRoutes {

    @Bean
    RouterFunction<ServerResponse> erasureRouter(ErasureHandler handler) {
        return SpringdocRouteBuilder.route()
                .DELETE("/me", handler::erase, ErasureDocs::erase)
                .build();
    }
}
