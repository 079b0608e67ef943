package io.tollgate.auth.passkey;

import io.tollgate.platform.jobs.Schedule;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class PasskeyConfiguration {

    @Bean
    Schedule<PasskeyCleanUp.Order> cleanUpPasskeyChallenges() {
        return new Schedule<>(
                "clean up passkey challenges",
                "0 23 * * * *",
                PasskeyCleanUp.TYPE,
                new PasskeyCleanUp.Order("schedule"));
    }
}
