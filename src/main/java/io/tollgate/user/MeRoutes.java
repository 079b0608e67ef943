package io.tollgate.user;

import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class MeRoutes {

    @Bean
    RouterFunction<ServerResponse> meRouter(MeHandler handler, ExportHandler export) {
        return SpringdocRouteBuilder.route()
                .GET("/me", handler::show, MeDocs::show)
                .PATCH("/me", handler::change, MeDocs::change)
                .GET("/me/export", export::export, MeDocs::export)
                .build();
    }
}
