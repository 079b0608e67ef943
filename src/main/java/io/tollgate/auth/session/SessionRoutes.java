package io.tollgate.auth.session;

import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class SessionRoutes {

    @Bean
    RouterFunction<ServerResponse> sessionRouter(SessionHandler handler) {
        return SpringdocRouteBuilder.route()
                .GET("/sessions", handler::list, SessionDocs::list)
                .DELETE("/sessions", handler::endOthers, SessionDocs::endOthers)
                .DELETE("/sessions/{id}", handler::end, SessionDocs::end)
                .build();
    }
}
