package io.tollgate.auth.emailchange;

import io.tollgate.platform.jobs.Schedule;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class EmailChangeConfiguration {

    @Bean
    Schedule<ChangeCleanUp.Order> cleanUpEmailChanges() {
        return new Schedule<>(
                "clean up e-mail changes", "0 37 * * * *", ChangeCleanUp.TYPE, new ChangeCleanUp.Order("schedule"));
    }
}
