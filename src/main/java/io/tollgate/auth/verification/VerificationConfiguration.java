package io.tollgate.auth.verification;

import io.tollgate.platform.jobs.Schedule;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class VerificationConfiguration {

    @Bean
    Schedule<LinkCleanUp.Order> cleanUpLinks() {
        return new Schedule<>("clean up links", "0 47 3 * * *", LinkCleanUp.TYPE, new LinkCleanUp.Order("schedule"));
    }
}
