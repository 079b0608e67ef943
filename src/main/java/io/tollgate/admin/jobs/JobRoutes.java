package io.tollgate.admin.jobs;

import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class JobRoutes {

    @Bean
    RouterFunction<ServerResponse> adminJobRouter(JobsHandler jobs, DeadLetterHandler letters) {
        return SpringdocRouteBuilder.route()
                .GET("/admin/jobs", jobs::overview, JobDocs::overview)
                .GET("/admin/jobs/dead-letters", letters::list, JobDocs::list)
                .POST("/admin/jobs/dead-letters/replay", letters::replayAll, JobDocs::replayAll)
                .GET("/admin/jobs/dead-letters/{id}", letters::show, JobDocs::show)
                .POST("/admin/jobs/dead-letters/{id}/replay", letters::replay, JobDocs::replay)
                .DELETE("/admin/jobs/dead-letters/{id}", letters::discard, JobDocs::discard)
                .build();
    }
}
