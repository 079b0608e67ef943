package io.tollgate.platform.jobs;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The machinery's own schedules. */
@Configuration(proxyBeanMethods = false)
class JobsConfiguration {

    @Bean
    Schedule<CleanUp.Order> jobsCleanUp() {
        return new Schedule<>("jobs.clean-up", "0 17 * * * *", CleanUp.TYPE, new CleanUp.Order());
    }
}
