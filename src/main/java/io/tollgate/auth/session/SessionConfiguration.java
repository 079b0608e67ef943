package io.tollgate.auth.session;

import io.tollgate.platform.time.BeforeServing;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/** Keeps this node's knowledge of revocations current. */
@Configuration(proxyBeanMethods = false)
class SessionConfiguration {

    @Bean
    BeforeServing revocationFeed(Revocations revocations, SessionProperties properties) {
        return BeforeServing.andEvery(
                properties.revocationPoll(), "read what was revoked", Mono.defer(revocations::catchUp));
    }
}
