package io.tollgate.admin.stats;

import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class StatsRoutes {

    @Bean
    RouterFunction<ServerResponse> statsRouter(StatsHandler handler) {
        return SpringdocRouteBuilder.route()
                .GET("/admin/stats/monthly", handler::monthly, StatsDocs::monthly)
                .GET("/admin/dashboard/stats", handler::totals, StatsDocs::totals)
                .build();
    }
}
