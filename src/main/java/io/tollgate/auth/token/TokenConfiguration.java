package io.tollgate.auth.token;

import io.tollgate.auth.session.SessionProperties;
import io.tollgate.platform.secret.Sealed;
import io.tollgate.platform.time.BeforeServing;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/** Has the signing keys in memory before the first token is asked for, and keeps them current. */
@Configuration(proxyBeanMethods = false)
class TokenConfiguration {

    private static final Duration LOOK_FOR_NEW_KEYS = Duration.ofMinutes(1);

    @Bean
    BeforeServing signingKeyFeed(SigningKeys keys) {
        return BeforeServing.andEvery(LOOK_FOR_NEW_KEYS, "load the signing keys", Mono.defer(keys::refresh));
    }

    @Bean
    Sealed sealedSigningKeys() {
        return SigningKeyRepository.PRIVATE_PARTS;
    }

    /** A retired key dies everywhere within a second, Redis or not. */
    @Bean
    BeforeServing signingKeyNews(SigningKeys keys, SessionProperties properties) {
        return BeforeServing.andEvery(
                properties.revocationPoll(), "look for changed signing keys", Mono.defer(keys::catchUp));
    }
}
