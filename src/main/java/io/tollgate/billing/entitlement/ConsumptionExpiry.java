package io.tollgate.billing.entitlement;

import io.tollgate.platform.db.Expiring;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What of uses is forgotten when. */
@Configuration(proxyBeanMethods = false)
class ConsumptionExpiry {

    /** Names of uses that nobody repeats any more. What was used stays counted. */
    @Bean
    Expiring expiringConsumptions() {
        return Expiring.rows("feature_consumptions", "created_at", Duration.ofDays(40));
    }
}
