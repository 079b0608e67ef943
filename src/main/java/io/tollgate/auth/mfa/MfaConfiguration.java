package io.tollgate.auth.mfa;

import io.tollgate.platform.jobs.Schedule;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** When old challenges are cleaned up. */
@Configuration(proxyBeanMethods = false)
class MfaConfiguration {

    @Bean
    Schedule<ChallengeCleanUp.Order> cleanUpMfaChallenges() {
        return new Schedule<>(
                "clean up MFA challenges",
                "0 37 * * * *",
                ChallengeCleanUp.TYPE,
                new ChallengeCleanUp.Order("schedule"));
    }
}
