package io.tollgate.auth.erasure;

import io.tollgate.platform.jobs.Schedule;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ErasureConfiguration {

    @Bean
    Schedule<ForgottenLetters.Order> forgetDeadLetters() {
        return new Schedule<>(
                "forget dead letters", "0 17 4 * * *", ForgottenLetters.TYPE, new ForgottenLetters.Order("schedule"));
    }
}
