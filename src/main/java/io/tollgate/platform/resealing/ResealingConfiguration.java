package io.tollgate.platform.resealing;

import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.jobs.Schedule;
import io.tollgate.platform.secret.SecretKeys;
import io.tollgate.platform.time.BeforeServing;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/** When keys are looked after. */
@Configuration(proxyBeanMethods = false)
class ResealingConfiguration {

    private static final Duration COUNTED_EVERY = Duration.ofMinutes(1);

    @Bean
    BeforeServing requiredSecretKeys(KeyWatch watch) {
        return BeforeServing.once("read what is stored", Mono.defer(watch::requireKeys));
    }

    @Bean
    BeforeServing outdatedSecrets(KeyWatch watch) {
        return BeforeServing.andEvery(
                COUNTED_EVERY, "count what is sealed with previous keys", Mono.defer(watch::measure));
    }

    /** A secret changes by a start. */
    @Bean
    BeforeServing resealingAtStart(SecretKeys keys, Outbox outbox) {
        return BeforeServing.once(
                "have secrets sealed anew",
                Mono.defer(() -> keys.severalGiven()
                        ? outbox.enqueue(Resealing.TYPE, "all", Resealing.Order.ALL)
                        : Mono.empty()));
    }

    /** The job of a start may have been done by a node that has the secret of before. */
    @Bean
    Schedule<Resealing.Order> resealHourly() {
        return new Schedule<>(Resealing.TYPE.name(), "0 37 * * * *", Resealing.TYPE, Resealing.Order.ALL);
    }
}
