package io.tollgate.auth.serviceaccount;

import io.tollgate.auth.session.SessionProperties;
import io.tollgate.platform.time.BeforeServing;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/** Keeps this node's knowledge of service accounts current, and the database's of their use. */
@Configuration(proxyBeanMethods = false)
class ServiceAccountConfiguration {

    private static final Duration WRITE_USES = Duration.ofMinutes(1);

    @Bean
    BeforeServing serviceAccountFeed(KnownAccounts known, SessionProperties properties) {
        return BeforeServing.andEvery(
                properties.revocationPoll(), "read which service accounts have changed", Mono.defer(known::catchUp));
    }

    @Bean
    BeforeServing serviceTokenUses(TokenUses uses) {
        return BeforeServing.andEvery(WRITE_USES, "write which service tokens were used", Mono.defer(uses::write));
    }
}
