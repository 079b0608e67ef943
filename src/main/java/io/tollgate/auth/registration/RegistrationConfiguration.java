package io.tollgate.auth.registration;

import io.tollgate.platform.time.BeforeServing;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/** Makes the first administrator before anybody can ask for anything. */
@Configuration(proxyBeanMethods = false)
class RegistrationConfiguration {

    @Bean
    BeforeServing firstAdminMade(FirstAdmin firstAdmin) {
        return BeforeServing.once("make the first administrator", Mono.defer(firstAdmin::makeWhenMissing));
    }
}
