package io.tollgate.auth.emailchange;

import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class EmailChangeRoutes {

    @Bean
    RouterFunction<ServerResponse> emailChangeRouter(EmailChangeHandler handler, ConfirmationHandler links) {
        return SpringdocRouteBuilder.route()
                .POST("/me/email", handler::begin, EmailChangeDocs::begin)
                .GET("/me/email/confirm", links::open, EmailChangeDocs::open)
                .POST("/me/email/confirm", links::confirm, EmailChangeDocs::confirm)
                .POST("/me/email/cancel", links::cancel, EmailChangeDocs::cancel)
                .build();
    }
}
