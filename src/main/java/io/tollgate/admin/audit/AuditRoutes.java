package io.tollgate.admin.audit;

import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class AuditRoutes {

    @Bean
    RouterFunction<ServerResponse> auditRouter(AuditHandler handler) {
        return SpringdocRouteBuilder.route()
                .GET("/admin/audit-log", handler::list, AuditDocs::list)
                .build();
    }
}
