package io.tollgate.admin.users;

import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class UserRoutes {

    @Bean
    RouterFunction<ServerResponse> adminUserRouter(UserHandler users, AccountHandler accounts) {
        return SpringdocRouteBuilder.route()
                .GET("/admin/users", users::list, UserDocs::list)
                .GET("/admin/users/{id}", users::show, UserDocs::show)
                .POST("/admin/users/{id}/deactivate", accounts::deactivate, UserDocs::deactivate)
                .POST("/admin/users/{id}/activate", accounts::activate, UserDocs::activate)
                .PUT("/admin/users/{id}/role", users::changeRole, UserDocs::changeRole)
                .POST("/admin/users/{id}/verify", users::verify, UserDocs::verify)
                .POST("/admin/users/{id}/reset-password", accounts::resetPassword, UserDocs::resetPassword)
                .POST("/admin/users/{id}/reset-mfa", accounts::resetMfa, UserDocs::resetMfa)
                .POST("/admin/users/{id}/impersonate", users::impersonate, UserDocs::impersonate)
                .GET("/admin/users/{id}/sessions", users::listSessions, UserDocs::listSessions)
                .DELETE("/admin/users/{id}/sessions", users::endSessions, UserDocs::endSessions)
                .DELETE("/admin/users/{id}/sessions/{sid}", users::endSession, UserDocs::endSession)
                .build();
    }
}
