package io.tollgate.auth.password;

import io.tollgate.platform.time.BeforeServing;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/** Keeps the time of a refusal up to what is stored: an import may bring dearer hashes at any time. */
@Configuration(proxyBeanMethods = false)
class PasswordConfiguration {

    private static final Duration LOOK = Duration.ofMinutes(1);

    @Bean
    BeforeServing refusalTimeLearnt(RefusalTime time) {
        return BeforeServing.andEvery(LOOK, "learn what the stored password hashes cost", Mono.defer(time::learn));
    }
}
