package io.tollgate.auth.password;

import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class PasswordRoutes {

    @Bean
    RouterFunction<ServerResponse> passwordRouter(ResetHandler reset, ChangeHandler change) {
        return SpringdocRouteBuilder.route()
                .POST("/forget-password", reset::forgotten, PasswordDocs::forgotten)
                .GET("/new-password", reset::page, PasswordDocs::page)
                .POST("/new-password", reset::reset, PasswordDocs::reset)
                .POST("/change-password", change::change, PasswordDocs::change)
                .build();
    }
}
