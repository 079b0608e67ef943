package io.tollgate.platform.idempotency;

import io.tollgate.platform.db.Expiring;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What of kept answers is forgotten when. */
@Configuration(proxyBeanMethods = false)
class IdempotencyConfiguration {

    /** Answers that are no longer replayed. */
    @Bean
    Expiring expiringAnswers() {
        return Expiring.rows("idempotency_keys", "created_at", IdempotencyKeys.KEPT);
    }
}
